"""A batch as a CSV file: what spreadsheets make of one is forgiven, what does not fit is named."""

import csv
import io
from dataclasses import replace

import pytest

from generation.blueprints import BLUEPRINTS, get_blueprint
from generation.engine.batches.columns import columns_of
from generation.engine.batches.file import open_batch_file, write_batch_file
from generation.engine.batches.items import read_rows
from generation.errors import InvalidRequestError
from tests.support.blueprints import make_blueprint
from tests.support.funnels import sample

FUNNEL = get_blueprint("funnel")
TWO = "name,brief.topic,brief.keywords,priority\nOne,Tea,green | black,high\nTwo,Coffee,,\n"


def read(content: str | bytes, kind=FUNNEL):
    sent = content if isinstance(content, bytes) else content.encode()
    return [(row.number, row.fields) for row in open_batch_file(sent).rows_for(kind)]


def refused_as_a_file(content: str, kind) -> str:
    """Return why it is no file of that kind."""
    with pytest.raises(InvalidRequestError) as refused:
        read(content, kind)
    return refused.value.problems["file"]


def refusals(content: str) -> dict[str, str]:
    """Return what is wrong with the file as such, which keeps no other row from being read."""
    sent = open_batch_file(content.encode()).rows_for(FUNNEL)
    return {f"row {row.number}: {field}": says for row in sent for field, says in row.unreadable.items()}


NEEDED = {
    "products": {"lead_magnet": {}, "front_end": {}, "bump": {}, "upsell_1": {}, "upsell_2": {}},
    "bundle": {},
}
ONE_AND_TWO = [
    (
        2,
        {
            "name": "One",
            "brief": NEEDED | {"topic": "Tea", "keywords": ["green", "black"]},
            "priority": "high",
        },
    ),
    (3, {"name": "Two", "brief": NEEDED | {"topic": "Coffee"}}),
]


@pytest.mark.parametrize(
    "content",
    [
        TWO,
        TWO.replace("\n", "\r\n"),
        TWO.replace("\n", "\r"),
        "\ufeff" + TWO,
        TWO.encode("utf-16"),
        TWO.replace(",", ";"),
        TWO.replace(",", "\t"),
        TWO.replace("name,", " Name ,").replace("priority", "PRIORITY"),
        TWO.replace("\n", ",,,\n"),
        TWO + "\n,,,\n   \n",
        TWO.replace("green | black", '"green\nblack"'),
        TWO.replace("\n", ",\n").replace("name,", '"name",'),
    ],
    ids=[
        *("as it is", "CRLF", "CR", "a mark", "UTF-16", "semicolons", "tabs", "capitals and spaces"),
        *("empty columns", "empty rows at the end", "lines in a cell", "quotes"),
    ],
)
def test_what_spreadsheets_do_is_forgiven(content):
    assert read(content) == ONE_AND_TWO


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    content = 'sep=;\n\nname;brief.topic\n\nOne;"two\nlines"\n\nTwo;Coffee\n'

    assert [number for number, _ in read(content)] == [5, 7]


def test_the_id_of_a_funnel_is_enough():
    assert read("funnel\n5c1d5fc2-3f4c-4b3e-8a4e-2c8a3c8e0b11\n") == [
        (2, {"funnel": "5c1d5fc2-3f4c-4b3e-8a4e-2c8a3c8e0b11"})
    ]


def test_a_column_there_is_not_is_named_with_the_one_that_was_meant():
    says = refusals("name,brief.tpoic,colour\nOne,Tea,red\n")

    assert says["row 1: brief.tpoic"] == "There is no such column. Did you mean brief.topic?"
    assert says["row 1: colour"] == "There is no such column. The template has all there are."


@pytest.mark.parametrize(
    ("chosen", "header", "kinds"),
    [
        ("funnel", "funnel,inputs.url,inputs.keywords,deadline", "Web page (`page`)"),
        ("funnel", "FUNNEL,inputs.page_type,inputs.keyword", "Web page (`page`)"),
        ("documents", "name,brief.topic,brief.bundle.name", "Sales funnel (`funnel`)"),
        ("page", "funnel,inputs.url,inputs.notes", "Launch (`launch`) or Carousel (`carousel`)"),
    ],
)
def test_a_file_of_another_kind_is_told_so_and_nothing_else(chosen, header, kinds):
    says = refused_as_a_file(f"{header}\nOne,Two,Three\n", get_blueprint(chosen))

    assert says == f"These are columns of {kinds}: choose that kind."


def test_an_odd_column_of_another_kind_is_named_as_any_other():
    assert list(refusals("name,brief.topic,brief.bundle.name,inputs.url\nOne\n")) == ["row 1: inputs.url"]


def test_what_a_misspelled_column_meant_is_no_brief_where_the_row_names_a_funnel():
    _, row = read("funnel,keywords\n5c1d5fc2-3f4c-4b3e-8a4e-2c8a3c8e0b11,tea\n")

    assert row == (2, {"funnel": "5c1d5fc2-3f4c-4b3e-8a4e-2c8a3c8e0b11"})


def test_cells_of_a_misspelled_column_are_read_as_those_that_were_meant():
    header, row = read("name,brief.tpoic,brief.topics\nOne,Tea,Green\n")

    assert header == (1, {})
    assert row == (2, {"name": "One", "brief": NEEDED | {"topic": "Green"}})


def test_a_row_that_slipped_keeps_no_other_from_being_read():
    found = open_batch_file(b"name,brief.topic\nOne,Tea, and more\nTwo,Coffee\n").rows_for(FUNNEL)

    assert [(row.number, list(row.unreadable), row.fields.get("name")) for row in found] == [
        (2, ["column 3"], None),
        (3, [], "Two"),
    ]


def test_a_column_that_is_there_twice_is_named():
    assert refusals("name,name\nOne,Two\n") == {"row 1: name": "This column is there twice; keep one."}


def test_a_row_that_is_longer_than_the_header_is_named():
    assert list(refusals("name,brief.topic\nOne,Tea\nTwo,Coffee, and more\n")) == ["row 3: column 3"]


def test_a_cell_below_no_name_is_named():
    assert list(refusals("name,,brief.topic\nOne,what,Tea\n")) == ["row 2: column 2"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n\n , ,\n", "is empty"),
        (b"name,brief.topic\n,\n", "no rows below its first"),
        ("name\nCafé\n".encode("latin-1"), "CSV UTF-8"),
        (b"\xff\xfea", "CSV UTF-8"),
        (b'name\n"' + b"x" * 200_000 + b'"\n', "cannot be read as CSV"),
        (b"x," * 10_000 + b"name\nTea\n", "has 10,001 columns"),
        (b"," * 10_000 + b"name\nTea\n", "has 10,001 columns"),
        (b"name\n" + b"Tea\n" * 501 + b'"' + b"x" * 200_000, "has more than 500 rows"),  # read no further
        (b"[" + b"0," * 500 + b"0]", "has 501 items"),
        ("[0,".encode("utf-16"), "This JSON cannot be read; something is wrong in line 1."),
        (b"[\n-Infinity]", "-Infinity is no number in JSON."),
    ],
)
def test_what_is_no_such_file_is_refused(content, says):
    with pytest.raises(InvalidRequestError) as refused:
        open_batch_file(content).rows_for(FUNNEL)

    assert list(refused.value.problems) == ["file"]
    assert says in refused.value.problems["file"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_of_json_is_read_as_it_was_written(encoding):
    assert read('\n{"items": [{"name": "Café"}]}'.encode(encoding)) == [(1, {"name": "Café"})]


def test_cells_are_read_by_the_schema_of_the_kind():
    fields = {"skus": "integer", "ratio": "number", "live": "boolean", "keywords": "array", "url": "string"}
    schema = {"type": "object", "properties": {name: {"type": kind} for name, kind in fields.items()}}
    kind = replace(make_blueprint(), inputs_schema=schema)

    content = (
        "inputs.skus,inputs.ratio,inputs.live,inputs.keywords,inputs.url\n1200,0.5,YES,a|b,12\nmany,,no,,\n"
    )

    assert [fields["inputs"] for _, fields in read(content, kind)] == [
        {"skus": 1200, "ratio": 0.5, "live": True, "keywords": ["a", "b"], "url": "12"},
        {"skus": "many", "live": False},
    ]


def _told_in_columns(item, kind):
    """Return the item with so much of its brief as the kind has columns for: some kinds read less of one."""
    names = {column.name.split(".")[1] for column in columns_of(kind) if column.name.startswith("brief.")}
    return item | {"brief": {name: value for name, value in item["brief"].items() if name in names}}


@pytest.mark.parametrize("kind", BLUEPRINTS, ids=lambda kind: kind.key)
def test_the_template_has_a_column_for_everything_and_is_read_back(kind):
    item = _told_in_columns(sample() | {"priority": "high"}, kind)

    written = write_batch_file(kind, [item])

    header = next(csv.reader(io.StringIO(written)))
    assert {"funnel", *header} == {column.name for column in columns_of(kind)}
    ((number, fields),) = read(written, kind)
    assert (number, fields) == (2, item)
    assert not any(row.wrong for row in read_rows(open_batch_file(written.encode()).rows_for(kind)))


def test_a_cell_holds_a_choice_of_several_as_it_holds_several_texts():
    kind = get_blueprint("documents")
    content = "name,inputs.documents,inputs.project,inputs.data\nOne,faq | press_release,Spring,a | b\n"

    ((_, fields),) = read(content, kind)

    assert fields["inputs"] == {
        "documents": ["faq", "press_release"],
        "project": "Spring",
        "data": "a | b",
    }
