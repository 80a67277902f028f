"""CSV as the table that a writer is shown."""

import pytest

from generation.uploads import UploadCode
from tests.support.uploads import read, refusal

SHOWN = "|Name|Price|\n|---|---|\n|Tea, green|12.50|\n|Cup|3|"


@pytest.mark.parametrize(
    "content",
    [
        'Name,Price\n"Tea, green",12.50\nCup,3\n',
        '\ufeff"Name",Price\n"Tea, green",12.50\nCup,3\n',
        "Name;Price\r\nTea, green;12.50\r\nCup;3\r\n",
        "sep=;\nName;Price\nTea, green;12.50\nCup;3",
        "Name\tPrice\nTea, green\t12.50\n\n\t\nCup\t3",
    ],
)
def test_whatever_parts_its_cells_it_is_the_same_table(content):
    assert read("prices.csv", content.encode()) == SHOWN


def test_a_spreadsheets_utf_16_is_read():
    assert read("prices.tsv", "Name\tPrice\nCup\t3".encode("utf-16")) == "|Name|Price|\n|---|---|\n|Cup|3|"


def test_a_row_stays_a_line_whatever_its_cells_hold():
    content = 'Name,Note\n"Two\nlines","a | b"\n'

    assert read("a.csv", content.encode()).splitlines()[2] == r"|Two lines|a \| b|"


def test_a_row_that_is_longer_or_shorter_than_the_head_loses_nothing():
    assert read("a.csv", b"A,B\n1\n1,2,3\n") == "|A|B||\n|---|---|---|\n|1|||\n|1|2|3|"


def test_a_cell_that_never_ends_is_read_as_one():
    assert read("a.csv", b'A,B\n1,"2\n3,4\n') == "|A|B|\n|---|---|\n|1|2 3,4|"


def test_a_table_of_thousands_of_columns_is_refused():
    code, says = refusal("a.csv", b"a," * 5000)

    assert (code, says) == (
        UploadCode.UNREADABLE_FILE,
        "The table has 5,001 columns. 200 are the most: keep those that matter.",
    )


def test_a_table_without_anything_in_it_is_no_text():
    assert refusal("a.csv", b",,\n \n,,\n")[0] == UploadCode.NO_TEXT
