"""What is read of an uploaded file can be stored, shown and handed to a writer, or it is refused."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.storable import storable
from generation.texts import is_blank, wrong_with_text
from generation.uploads import ACCEPTED, MOST_BYTES, MOST_CHARACTERS, UploadCode, UploadError, read_upload
from tests.support.uploads import docx_of, paragraph, pdf_of, read, refusal

_BEGINNINGS = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"{\\rtf", b'A,"B']
)
_NAMES = st.text() | st.sampled_from(
    ["a.csv", "a.md", "a.txt", "../a.csv", "=cmd|", "a" * 5000, "\u202ea.md"]
)
_TEXTS = st.text(max_size=300) | st.text('",;\r\n\x0b\x85\u2028 |a', max_size=100)
_DOCUMENTS = (pdf_of("A page of words"), docx_of(paragraph("A paragraph")))


def promised(name: str, data: bytes) -> str:
    """Return the text, or the code of the refusal; whatever else came out would be a defect."""
    try:
        text = read(name, data)
    except UploadError as error:
        return error.code
    assert wrong_with_text(text) == ""
    assert storable(text) == text == text.strip()
    assert not is_blank(text)
    assert len(text) <= MOST_CHARACTERS
    return text


@given(_NAMES, st.binary(max_size=300) | _TEXTS.map(lambda text: text.encode(errors="replace")))
@settings(max_examples=200)
def test_texts_keep_the_promise_whatever_they_hold(name, data):
    promised("a.csv" if name.endswith((".pdf", ".docx")) else name, b" " + data.replace(b"%PDF", b""))


@given(_BEGINNINGS, _NAMES, st.binary(max_size=200))
@settings(max_examples=20)
def test_so_does_whatever_says_that_it_is_something(beginning, name, data):
    promised(name, beginning + data)


@given(st.sampled_from(_DOCUMENTS), st.floats(0, 1), st.binary(min_size=1, max_size=20))
@settings(max_examples=12)
def test_and_a_document_with_some_of_its_bytes_changed(document, where, data):
    place = int(where * len(document))

    promised("", document[:place] + data + document[place + len(data) :])


class EndlessFile:
    """Gives as many bytes as it is asked for, and counts them."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def read(self, most_bytes: int, /) -> bytes:
        self.read_bytes += most_bytes
        return b"x" * most_bytes


def test_a_file_that_is_too_large_is_read_no_further():
    file = EndlessFile()

    with pytest.raises(UploadError, match="This file is too large; 10 MB are the most") as caught:
        read_upload("a.txt", file)

    assert caught.value.code == UploadCode.TOO_LARGE
    assert file.read_bytes == MOST_BYTES + 1


def test_an_empty_file_is_told_as_one():
    assert refusal("a.pdf", b"") == (UploadCode.NO_TEXT, "This file is empty. Choose the one with the text.")


@pytest.mark.parametrize("content", [" \n\t", "\u200b\u2800", "\x07\x07"])
def test_a_file_in_which_nothing_can_be_seen_is_no_text(content):
    assert refusal("a.txt", content.encode())[0] == UploadCode.NO_TEXT


def test_a_little_too_much_text_is_refused_and_not_cut():
    assert len(read("a.txt", b"x" * MOST_CHARACTERS + b"\n\n")) == MOST_CHARACTERS

    code, says = refusal("a.txt", b"x" * (MOST_CHARACTERS + 1))

    assert code == UploadCode.TOO_MUCH_TEXT
    assert says.startswith("This file holds 60,001 characters of text. 60,000 are the most")


def test_words_that_would_command_the_writer_are_refused():
    code, says = refusal("a.md", b"Facts\n\n===SECTION_BREAK===\n\nMore")

    assert code == UploadCode.UNUSABLE_TEXT
    assert says.startswith('Take out "===SECTION_BREAK==="')


def test_nothing_is_written_to_any_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    for document in _DOCUMENTS:
        read_upload("", io.BytesIO(document))

    assert list(tmp_path.iterdir()) == []


def test_a_file_field_offers_what_is_read():
    assert ACCEPTED == ".pdf,.docx,.txt,.md,.markdown,.csv,.tsv"
