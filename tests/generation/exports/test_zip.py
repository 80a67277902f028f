"""Everything as a folder in a ZIP."""

import io
import re
from zipfile import ZipFile

import pytest

from generation.exports import FunnelContent
from generation.exports import zip as zip_format
from generation.exports.content import narrow
from generation.exports.programs import ExportError
from generation.exports.progress import silent
from generation.exports.shelves import PRODUCTS
from generation.exports.zip import write_funnel
from tests.support.exported import part, section, small_content
from tests.support.launched import launch_content


def _write(content: FunnelContent) -> ZipFile:
    return ZipFile(io.BytesIO(write_funnel(content, silent)))


def test_the_folder_holds_everything_in_every_form_it_is_wanted_in():
    archive = _write(small_content())

    product = "products/1-lead-magnet-the-40-minute-inbox/the-40-minute-inbox"
    others = ["summaries", "emails/1-lead-magnet-email-1", "listings/1-the-40-minute-inbox"]
    files = [
        *(f"{product}.{ending}" for ending in ("md", "html", "pdf", "docx", "epub")),
        *(
            f"{name}.{ending}"
            for name in (*others, "bundle/1-the-calm-inbox-bundle")
            for ending in ("md", "html")
        ),
        *("emails/1-lead-magnet-email-1.eml", "emails/emails.csv", "listings/listings.csv"),
    ]
    assert archive.namelist() == ["calm-inbox/index.html", *(f"calm-inbox/{name}" for name in files)]
    assert archive.testzip() is None


def test_a_launch_has_its_pages_its_slides_and_its_messages_as_they_are_used():
    archive = _write(launch_content())

    both = {
        "documents/1-marketing-profile": ("pdf", "docx"),
        "deck/1-deck": ("pptx",),
        "pages/1-enrolment-page": (),
        "pages/2-thank-you-page": (),
        "sequence/1-message-1": ("eml",),
        "sequence/2-message-2": (),
    }
    files = {f"{path}.{ending}" for path, others in both.items() for ending in ("md", "html", *others)}
    folder = "calm-inbox-launch-the-calm-inbox-workshop"
    assert set(archive.namelist()) == {
        f"{folder}/{name}" for name in files | {"index.html", "sequence/sequence.csv"}
    }
    assert archive.read(f"{folder}/pages/1-enrolment-page.html").count(b'class="slot"') == 2


def test_a_product_alone_has_a_folder_alone():
    archive = _write(narrow(small_content(), "lead_magnet"))

    product = "products/1-lead-magnet-the-40-minute-inbox/the-40-minute-inbox"
    files = ["index.html", *(f"{product}.{ending}" for ending in ("md", "html", "pdf", "docx", "epub"))]
    assert archive.namelist() == [f"the-40-minute-inbox/{name}" for name in files]


@pytest.mark.parametrize("make", [small_content, launch_content])
def test_the_index_leads_to_every_file_and_says_what_is_missing(make):
    archive = _write(make(unfinished=("Upsell 2, part 1",)))

    index, *others = archive.namelist()
    page, (folder, _, _) = archive.read(index).decode(), index.partition("/")
    linked = {f"{folder}/{path}" for path in re.findall(r'href="([^"]+)"', page)}
    assert linked == set(others)
    assert "Upsell 2, part 1" in page


def test_the_same_content_gives_the_same_bytes():
    assert write_funnel(small_content(), silent) == write_funnel(small_content(), silent)


def test_names_from_the_brief_never_leave_the_folder_and_never_clash():
    emails = [
        section(f"email_{number}", "Text.", kind="email", title="../../etc/passwd") for number in range(3)
    ]
    content = small_content(name="..\\..\\/\u0000", parts=(part("all_emails", *emails),))

    names = _write(content).namelist()

    assert len(set(names)) == len(names) == 11
    assert all(re.fullmatch(r"untitled/(emails/)?[a-z0-9-]+\.(md|html|eml|csv)", name) for name in names)


def test_a_file_that_cannot_be_made_is_the_end_of_all(monkeypatch):
    def fail(content: FunnelContent) -> bytes:
        raise ExportError("No.")

    monkeypatch.setitem(zip_format._BOOKS, PRODUCTS, {"pdf": fail})

    with pytest.raises(ExportError):
        write_funnel(small_content(), silent)
