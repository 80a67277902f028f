"""Exports made."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from generation.engine.broker import herald
from generation.engine.exporting import making
from generation.engine.exporting.making import MOST_CLAIMS, make_export
from generation.exports import ExportedFile, ExportError
from generation.models import ExportFile, Revision
from generation.states import ExportStatus
from tests.support.exports import ask_for, written_funnel
from tests.support.processes import wait_until
from tests.support.threads import all_at_once


@pytest.fixture
def file(transactional_db) -> ExportFile:
    return ask_for(written_funnel())


@pytest.fixture
def makes(monkeypatch):
    """Lets a test say what making is: `makes(function of content, format and report)`."""
    return lambda make: monkeypatch.setattr(making, "export_funnel", make)


def nothing_made(*_, **__) -> ExportedFile:
    raise AssertionError("Nobody should make this.")


def status_of(file: ExportFile) -> tuple[str, int]:
    return ExportFile.objects.values_list("status", "done").get(pk=file.pk)


def test_a_file_made_is_ready_with_its_name_and_type(file):
    make_export(file.pk)

    file.refresh_from_db()
    assert (file.status, file.name) == (ExportStatus.READY, "calm-inbox.md")
    assert file.media_type == "text/markdown; charset=utf-8"
    assert b"A text of five words." in bytes(file.data)
    assert (file.content, file.error_message) == (None, "")
    assert file.finished_at is not None


def test_what_is_written_meanwhile_does_not_get_in(file):
    Revision.objects.update(body="Another text.")

    make_export(file.pk)

    file.refresh_from_db()
    assert b"A text of five words." in bytes(file.data)


def test_a_file_shows_how_far_it_is(file, makes):
    seen = []

    def make(content, kind, *, report):
        for done in range(3):
            report(done, 3)
            seen.append(ExportFile.objects.values_list("done", "total", "status").get())
        return ExportedFile(name="x.md", media_type="text/markdown", data=b"x")

    makes(make)
    make_export(file.pk)

    assert seen == [(0, 3, "making"), (1, 3, "making"), (2, 3, "making")]
    assert ExportFile.objects.values_list("done", "total", "status").get() == (3, 3, "ready")


def test_whoever_waits_for_a_file_is_told_each_time_it_came_further(file, makes, monkeypatch):
    told = []
    monkeypatch.setattr(herald, "say", lambda *word: told.append((*word, status_of(file))))

    def make(content, kind, *, report):
        report(1, 2)
        return ExportedFile(name="x.md", media_type="text/markdown", data=b"x")

    makes(make)
    make_export(file.pk)

    word = {"kind": "file", "funnel": str(file.funnel_id), "owner": file.funnel.owner_id}
    assert told == [
        (file.pk, word, ("making", 0)),
        (file.pk, word, ("making", 1)),
        (file.pk, word, ("ready", 2)),
    ]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ExportError("Export one part at a time."), "Export one part"),
        (ValueError("tulip"), "Something"),
    ],
)
def test_a_file_that_cannot_be_made_has_failed_and_says_what_to_do(file, makes, error, message):
    def make(*_, **__):
        raise error

    makes(make)
    make_export(file.pk)

    file.refresh_from_db()
    assert file.status == ExportStatus.FAILED
    assert file.error_message.startswith(message)
    assert "tulip" not in file.error_message


def test_two_who_begin_at_once_make_it_once(file, makes):
    made = []

    def make(content, kind, *, report):
        made.append(kind)
        report(0, 1)
        return ExportedFile(name="x.md", media_type="text/markdown", data=b"x")

    makes(make)
    all_at_once([lambda: make_export(file.pk)] * 4)

    assert made == ["md"]


def test_a_message_too_many_does_nothing(file, makes):
    make_export(file.pk)
    makes(nothing_made)

    make_export(file.pk)
    ExportFile.objects.all().delete()
    make_export(file.pk)


def test_a_file_whose_maker_fell_silent_is_made_by_the_next(file):
    ExportFile.objects.update(claims=1, claimed_at=timezone.now() - timedelta(seconds=15))
    make_export(file.pk)
    file.refresh_from_db()
    assert file.status == ExportStatus.MAKING

    ExportFile.objects.update(claimed_at=timezone.now() - timedelta(seconds=25))
    make_export(file.pk)

    file.refresh_from_db()
    assert (file.status, file.claims) == (ExportStatus.READY, 2)


def test_a_file_that_costs_three_makers_has_failed(file, makes):
    makes(nothing_made)
    ExportFile.objects.update(claims=MOST_CLAIMS, claimed_at=timezone.now() - timedelta(seconds=25))

    make_export(file.pk)

    file.refresh_from_db()
    assert (file.status, file.content) == (ExportStatus.FAILED, None)
    assert "lost 3 times" in file.error_message


def test_a_maker_that_is_not_the_maker_any_more_writes_nothing(file, makes):
    def make(content, kind, *, report):
        ExportFile.objects.update(claims=2)
        return ExportedFile(name="x.md", media_type="text/markdown", data=b"late")

    makes(make)
    make_export(file.pk)

    file.refresh_from_db()
    assert (file.status, file.data) == (ExportStatus.MAKING, None)


def test_a_maker_stops_when_nobody_wants_the_file_any_more(file, makes):
    reached = []

    def make(content, kind, *, report):
        ExportFile.objects.all().delete()
        report(0, 2)
        reached.append("too far")

    makes(make)
    make_export(file.pk)

    assert reached == []


def test_a_long_step_shows_signs_of_life(file, makes, monkeypatch):
    monkeypatch.setattr(making, "_SIGN_OF_LIFE_SECONDS", 0.05)

    def make(content, kind, *, report):
        began = ExportFile.objects.values_list("claimed_at", flat=True).get()
        assert wait_until(lambda: ExportFile.objects.get().claimed_at > began)
        return ExportedFile(name="x.md", media_type="text/markdown", data=b"x")

    makes(make)
    make_export(file.pk)

    file.refresh_from_db()
    assert file.status == ExportStatus.READY


def test_a_database_away_for_a_moment_costs_no_made_file(file, monkeypatch):
    write, failures = making.ExportClaim.write, [OperationalError("away")] * 2

    def fail_at_first(claim, **fields):
        if fields.get("status") and failures:
            raise failures.pop()
        return write(claim, **fields)

    monkeypatch.setattr(making.ExportClaim, "write", fail_at_first)
    make_export(file.pk)

    file.refresh_from_db()
    assert file.status == ExportStatus.READY
