"""The export page: a file asked for, watched, taken away."""

import csv
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.exporting.making import make_export
from generation.models import ExportFile, Funnel, Revision, Section
from generation.states import ExportStatus
from tests.support.admin import client_of, text_of
from tests.support.exports import written_funnel
from tests.support.funnels import make_funnel, make_user
from tests.support.hostile import FIELDS, LINE


@pytest.fixture
def funnel(transactional_db) -> Funnel:
    """Ana's funnel, with one finished part: the lead magnet's first."""
    return written_funnel()


@pytest.fixture
def page(funnel) -> Client:
    return client_of(funnel.owner)


def address(funnel: Funnel) -> str:
    return reverse("export", args=[funnel.pk])


def ask(page: Client, funnel: Funnel, kind: str = "md", product: str = ""):
    return page.post(address(funnel), {"format": kind, "product": product})


def made(page: Client, funnel: Funnel, **wish: str) -> ExportFile:
    """Ask for a file and return it once it is made."""
    ask(page, funnel, **wish)
    file = ExportFile.objects.latest("created_at")
    make_export(file.pk)
    file.refresh_from_db()
    return file


def write_over(funnel: Funnel, text: str) -> None:
    """Write another text over the one there is, as its owner."""
    section = Section.objects.get(funnel=funnel)
    edit_section(section.pk, SectionEdit(body=text), author=funnel.owner, version=section.version)


def test_the_page_offers_what_is_written_in_every_format(page, funnel):
    answer = page.get(address(funnel))

    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r'aria-label="The 40-Minute Inbox as (\w+)"', html) == [
        "PDF",
        "Word",
        "EPUB",
        "HTML",
        "Markdown",
    ]
    assert "Calm Inbox Handbook as PDF" not in html
    assert "Everything as ZIP" in html
    assert "Not written yet, and missing from the files: Lead magnet, part 2" in text_of(answer)


def test_a_funnel_of_which_nothing_is_written_offers_nothing(db):
    funnel = make_funnel()

    answer = client_of(funnel.owner).get(address(funnel))

    assert "Nothing is written yet" in text_of(answer)
    assert b'name="format"' not in answer.content


def test_a_file_asked_for_is_shown_where_it_was_asked_for(page, funnel):
    answer = ask(page, funnel, "pdf", "lead_magnet")
    assert (answer.status_code, answer["Location"]) == (302, f"{address(funnel)}#export-lead_magnet")

    shown = page.get(address(funnel))

    assert "PDF Waits for a worker In line" in text_of(shown)
    assert f' data-look-files="{funnel.pk}"' in shown.content.decode()
    assert b"hx-trigger" not in shown.content
    assert b'http-equiv="refresh"' in shown.content


def test_a_file_in_the_making_says_how_far_it_is(page, funnel):
    ask(page, funnel, "zip")
    ExportFile.objects.update(done=3, total=5, claimed_at="2030-01-01T00:00:00Z")

    shown = page.get(address(funnel))

    assert "ZIP Making the ZIP, 3 of 5" in text_of(shown)
    assert "Everything, ZIP: Making." in text_of(shown)
    assert b'<progress value="3" max="5"' in shown.content


def test_a_file_made_can_be_taken_away(page, funnel):
    file = made(page, funnel)

    shown = page.get(address(funnel))
    taken = page.get(reverse("export_download", args=[file.pk]))

    assert reverse("export_download", args=[file.pk]) in shown.content.decode()
    assert b'http-equiv="refresh"' not in shown.content
    assert taken["Content-Disposition"] == 'attachment; filename="calm-inbox.md"'
    assert taken["Content-Type"] == "text/markdown; charset=utf-8"
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert taken["Content-Security-Policy"].startswith("sandbox;")
    assert b"A text of five words." in taken.content


def test_a_file_that_is_there_already_is_taken_away_at_once(page, funnel):
    file = made(page, funnel)

    answer = ask(page, funnel)

    assert answer["Location"] == reverse("export_download", args=[file.pk])
    assert ExportFile.objects.count() == 1


def test_a_file_of_an_earlier_text_says_so(page, funnel):
    made(page, funnel)
    assert "The text has changed since" not in text_of(page.get(address(funnel)))
    write_over(funnel, "Another text.")

    older = text_of(page.get(address(funnel)))
    assert "The text has changed since. Older text Download Make again" in older
    assert ": Ready." not in older

    ask(page, funnel)
    assert "Waits for a worker" in text_of(page.get(address(funnel)))
    assert ExportFile.objects.count() == 2


def test_a_text_that_is_back_as_it_was_has_its_file_again(page, funnel):
    made(page, funnel)
    write_over(funnel, "Another text.")
    made(page, funnel)

    write_over(funnel, "A text of five words.")

    assert "Older text" not in text_of(page.get(address(funnel)))


def test_a_failure_says_what_to_do_and_can_be_tried_again(page, funnel):
    ask(page, funnel, "pdf", "lead_magnet")
    ExportFile.objects.update(status=ExportStatus.FAILED, error_message="Choose another format.")

    assert "Choose another format. Failed Try again" in text_of(page.get(address(funnel)))
    ask(page, funnel, "pdf", "lead_magnet")

    assert ExportFile.objects.get().status == ExportStatus.MAKING


def test_a_file_that_is_not_ready_leads_back_to_the_page(page, funnel):
    ask(page, funnel)

    answer = page.get(reverse("export_download", args=[ExportFile.objects.get().pk]))

    assert answer["Location"].startswith(address(funnel))


@pytest.mark.parametrize(
    ("kind", "product", "message"),
    [
        ("docm", "", "Choose one of the formats on this page."),
        ("pdf", "upsell_9", "Choose one of lead_magnet, front_end"),
        ("pdf", "bump", "Nothing is written yet."),
    ],
)
def test_what_cannot_be_made_is_said(page, funnel, kind, product, message):
    answer = page.post(address(funnel), {"format": kind, "product": product}, follow=True)

    assert message in text_of(answer)
    assert not ExportFile.objects.exists()


def test_somebody_elses_funnel_and_file_do_not_exist(page, funnel):
    file = made(page, funnel)
    ben = client_of(make_user("ben"))

    for path in (address(funnel), reverse("export_download", args=[file.pk])):
        assert ben.get(path).status_code == 404
    assert ask(ben, funnel).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(page, funnel):
    file = made(page, funnel)

    for path in (address(funnel), reverse("export_download", args=[file.pk])):
        assert Client().get(path).status_code == 302


def test_hostile_text_is_words_on_the_page_and_in_every_file_taken_away(page, funnel):
    Funnel.objects.update(name=LINE[:200])
    fields = FIELDS | {"title": "=1+1", "subject": "=cmd|' /C calc'!A0"}
    for kind, task_key in (("email", "all_emails"), ("listing", "marketplace_batch_1")):
        section = Section.objects.create(
            funnel=funnel, blueprint="funnel", task_key=task_key, key="x", kind=kind, title="=1+1", position=1
        )
        Revision.objects.create(
            section=section, number=1, body="=1+1\n\n<script>alert(1)</script>", fields=fields
        )

    html = page.get(address(funnel)).content.decode()
    taken = page.get(reverse("export_download", args=[made(page, funnel, kind="zip").pk]))

    assert "<script>alert(1)" not in html
    with ZipFile(BytesIO(taken.content)) as files:
        tables = [name for name in files.namelist() if name.endswith(".csv")]
        cells = [
            cell
            for name in tables
            for row in csv.reader(files.read(name).decode("utf-8-sig").splitlines())
            for cell in row
        ]
        pages = [files.read(name) for name in files.namelist() if name.endswith(".html")]
    assert len(tables) == 2
    assert any("1+1" in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    assert pages
    assert [text for text in pages if b"<script>alert(1)" in text] == []


def test_the_page_asks_no_more_of_the_database_for_more_files(page, funnel, django_assert_num_queries):
    made(page, funnel)
    page.get(address(funnel))
    with CaptureQueriesContext(connection) as few:
        page.get(address(funnel))
    asked = len(few)
    for kind in ("html", "epub"):
        made(page, funnel, kind=kind)

    with django_assert_num_queries(asked):
        page.get(address(funnel))
