"""Files as people upload them, made by the tests themselves."""

import io
import struct
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from generation.uploads import UploadCode, UploadError, read_upload

BODY = "word/document.xml"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/></w:style></w:styles>'
)
_ENTRY = b"PK\x01\x02"
_FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}


def read(name: str, data: bytes) -> str:
    return read_upload(name, io.BytesIO(data))


def refusal(name: str, data: bytes) -> tuple[UploadCode, str]:
    """Return the code and the words with which the file is refused."""
    try:
        text = read(name, data)
    except UploadError as error:
        return error.code, error.message
    raise AssertionError(f"It was read: {text[:100]!r}")


def pdf_of(*pages: str, password: str | None = None, owner_password: str | None = None) -> bytes:
    """Return a PDF with a line of text on each page; one with a password is locked by RC4."""
    return pdf_of_streams(
        [f"BT /F1 12 Tf 20 200 Td ({page}) Tj ET".encode() for page in pages], password, owner_password
    )


def pdf_of_streams(
    streams: Iterable[bytes], password: str | None = None, owner_password: str | None = None
) -> bytes:
    """Return a PDF whose pages are drawn by these streams, packed."""
    writer = PdfWriter()
    font = writer._add_object(DictionaryObject({NameObject(a): NameObject(b) for a, b in _FONT.items()}))
    for stream in streams:
        content = StreamObject()
        content.set_data(stream)
        page = writer.add_blank_page(300, 300)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    if password is not None:
        writer.encrypt(password, owner_password)
    return _bytes_of(writer)


def _bytes_of(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bare_pdf(*objects: str) -> bytes:
    """Return a PDF of these objects, the first of which is its root, and no table of where they stand."""
    numbered = "".join(f"{number} 0 obj{each}endobj\n" for number, each in enumerate(objects, start=1))
    return f"%PDF-1.4\n{numbered}trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n".encode()


def paragraph(text: str, *, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: Iterable[str]) -> str:
    """Return a table; each cell is XML."""
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def docx_of(*blocks: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a Word document of these blocks; `parts` are put into it besides, or in place of others."""
    document = f'<w:document xmlns:w="{_W}"><w:body>{"".join(blocks)}</w:body></w:document>'
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": _relation("officeDocument", BODY),
            BODY: document,
            "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
            "word/styles.xml": _STYLES,
            **(parts or {}),
        }
    )


def declaring(size: int, data: bytes) -> bytes:
    """Return the ZIP with each of its entries declared to be of this size."""
    changed, entry = bytearray(data), data.find(_ENTRY)
    while entry >= 0:
        struct.pack_into("<I", changed, entry + 24, size)
        entry = data.find(_ENTRY, entry + 1)
    return bytes(changed)


def _relation(kind: str, target: str) -> str:
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()
