"""PDFs: the words of their pages, or why not. Hostile ones cost a few seconds of another process."""

import pytest

from generation.uploads import UploadCode
from tests.support.uploads import bare_pdf, pdf_of, pdf_of_streams, read, refusal

_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 5 0 R>>"

_DRAWS_ITSELF = "/X Do /X Do"


def drawn(stream: str, resources: str = "<<>>", *, count: int = 1) -> bytes:
    """Return a PDF of one page, which says that it has `count` of them."""
    return bare_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[3 0 R]/Count {count}>>",
        _PAGE,
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream ",
        resources,
        f"<</Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R/Length {len(_DRAWS_ITSELF)}>>"
        f"stream\n{_DRAWS_ITSELF}\nendstream ",
    )


def test_pages_are_parted_by_blank_lines():
    assert (
        read("report.pdf", pdf_of("Quarterly figures", "And an outlook"))
        == "Quarterly figures\n\nAnd an outlook"
    )


def test_a_pdf_that_is_locked_against_changes_alone_is_read():
    assert read("report.pdf", pdf_of("Open to all", password="", owner_password="tulip")) == "Open to all"


def test_a_pdf_with_a_password_is_refused_with_what_would_be_right():
    assert refusal("report.pdf", pdf_of("Secret", password="tulip")) == (
        UploadCode.UNREADABLE_FILE,
        "This PDF is protected by a password. Save it without one, and choose it again.",
    )


def test_scanned_pages_are_no_text():
    code, says = refusal("scan.pdf", pdf_of_streams([b"0 0 300 300 re f"]))

    assert code == UploadCode.NO_TEXT
    assert "as a scanner makes them" in says


def test_too_many_pages_are_counted_and_not_read():
    code, says = refusal("book.pdf", pdf_of(*["A page"] * 301))

    assert code == UploadCode.TOO_MUCH_TEXT
    assert says.startswith("This PDF has 301 pages. 300 are the most")


def test_too_much_text_is_told_by_how_far_it_was_read():
    code, says = refusal("book.pdf", pdf_of(*["word " * 2000] * 9))

    assert code == UploadCode.TOO_MUCH_TEXT
    assert says.startswith("The first 7 of 9 pages hold more than 60,000 characters.")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 2000,
        pdf_of("Cut in the middle")[:500],
        bare_pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"),
        bare_pdf("<<" * 100_000),
        bare_pdf("(" * 1_000_000),
    ],
    ids=["nothing", "noise", "cut", "pages within themselves", "nested without end", "a text without end"],
)
def test_a_broken_pdf_is_refused(data):
    code, says = refusal("report.pdf", data)

    assert code == UploadCode.UNREADABLE_FILE
    assert says == (
        "This PDF cannot be read: it is damaged, or too much to take apart. "
        "Save it anew, or as plain text, and choose that file."
    )


@pytest.mark.parametrize(
    "data",
    [
        drawn("q", count=200_000_000),
        drawn("/X Do", "<</XObject<</X 6 0 R>>>>"),
        pdf_of_streams([b"q " * 1_000_000]),
        pdf_of_streams([b"[" * 1_000_000]),
        pdf_of_streams([b" " * 70_000_000]),
    ],
    ids=[
        "a count that lies",
        "a form within itself",
        "saved without end",
        "nested",
        "packed seventy megabytes",
    ],
)
def test_a_hostile_pdf_without_words_costs_nothing_but_its_refusal(data):
    assert refusal("report.pdf", data)[0] == UploadCode.NO_TEXT
