"""The funnel as a folder in a ZIP."""

import io
import re
from zipfile import ZipFile

from generation.exports.zip import write_funnel
from tests.support.exported import part, section, small_content


def _open(data: bytes) -> ZipFile:
    return ZipFile(io.BytesIO(data))


def test_the_folder_holds_every_document_as_markdown_and_html():
    archive = _open(write_funnel(small_content()))

    documents = [
        "products/1-lead-magnet-the-40-minute-inbox",
        "summaries",
        "emails/1-lead-magnet-email-1",
        "listings/1-the-40-minute-inbox",
        "bundle/1-the-calm-inbox-bundle",
    ]
    files = [f"calm-inbox/{name}.{ending}" for name in documents for ending in ("md", "html")]
    assert archive.namelist() == ["calm-inbox/index.html", *files]
    assert archive.testzip() is None


def test_the_index_leads_to_every_file_and_says_what_is_missing():
    archive = _open(write_funnel(small_content(unfinished=("Upsell 2, part 1",))))

    index = archive.read("calm-inbox/index.html").decode()
    linked = {f"calm-inbox/{path}" for path in re.findall(r'href="([^"]+)"', index)}
    assert linked == set(archive.namelist()) - {"calm-inbox/index.html"}
    assert "Upsell 2, part 1" in index


def test_the_same_content_gives_the_same_bytes():
    assert write_funnel(small_content()) == write_funnel(small_content())


def test_names_from_the_brief_never_leave_the_folder_and_never_clash():
    emails = [
        section(f"email_{number}", "Text.", kind="email", title="../../etc/passwd") for number in range(3)
    ]
    content = small_content(name="..\\..\\/\u0000", parts=(part("all_emails", *emails),))

    names = _open(write_funnel(content)).namelist()

    assert len(set(names)) == len(names) == 7
    assert all(re.fullmatch(r"untitled/(emails/)?[a-z0-9-]+\.(md|html)", name) for name in names)
