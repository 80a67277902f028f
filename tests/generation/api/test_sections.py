"""Sections over the API: read, edited, and never lost."""

import pytest

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import reset_job
from generation.models import Section
from tests.support.carousels import stored_carousel
from tests.support.jobs import start_running, write


@pytest.fixture
def section(funnel) -> Section:
    return write(start_running(funnel), 1, "As it was written.")


def edit(api, section: Section, **changes):
    return api.patch(f"/api/sections/{section.pk}/", changes)


def test_a_section_reads_in_full(api, section, funnel):
    shown = api.get(f"/api/sections/{section.pk}/").json()

    assert (shown["body"], shown["version"], shown["edited"], shown["words"]) == (
        "As it was written.",
        1,
        False,
        4,
    )
    assert (shown["funnel"], shown["task"]) == (str(funnel.pk), "lead_magnet_part_1")


def test_an_edit_adds_a_revision_by_its_author(api, section):
    edited = edit(api, section, version=1, body="As I want it to be.", fields={"subject": "New"}).json()

    history = api.get(f"/api/sections/{section.pk}/revisions/").json()
    assert (edited["version"], edited["edited"], edited["words"]) == (2, True, 6)
    assert edited["fields"] == {"subject": "New", "preview": ""}
    assert [(entry["number"], entry["author"], entry["current"]) for entry in history["results"]] == [
        (2, "ana", True),
        (1, None, False),
    ]
    assert history["results"][1]["body"] == "As it was written."
    assert history["results"][1]["attempt"]["task"] == "lead_magnet_part_1"


def test_an_edit_of_an_old_version_is_refused_with_the_newest(api, section):
    edit(api, section, version=1, body="First.")

    late = edit(api, section, version=1, body="Second.")

    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "stale_version", 2)
    assert api.get(f"/api/sections/{section.pk}/").json()["body"] == "First."


def test_locking_alone_is_no_new_text(api, section):
    locked = edit(api, section, version=1, locked=True).json()

    assert (locked["locked"], locked["edited"], locked["version"]) == (True, False, 1)


def test_the_same_text_again_changes_nothing(api, section):
    same = edit(api, section, version=1, body="As it was written.").json()

    assert (same["version"], same["edited"]) == (1, False)


def test_a_new_title_is_an_edit(api, section):
    edited = edit(api, section, version=1, title="Front page").json()

    assert (edited["title"], edited["edited"], edited["version"]) == ("Front page", True, 2)


def test_a_title_reads_as_it_is_written(api, section):
    answer = edit(api, section, version=1, title="Front \u202eegap")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["title"])


@pytest.fixture
def offered_a_text(api, section, funnel) -> None:
    """The section was edited, and a new run has written it anew."""
    edit(api, section, version=1, body="Mine.")
    job = funnel.jobs.get()
    reset_job(job)
    admit_jobs()
    write(job, 1, "A newer text.")


def test_a_new_run_keeps_what_a_person_wrote_and_offers_the_rest(api, section, offered_a_text):
    shown = api.get(f"/api/sections/{section.pk}/").json()
    assert (shown["body"], shown["version"], shown["offered"]) == ("Mine.", 2, 3)
    assert edit(api, section, version=2, body="Mine, again.").json()["version"] == 4


def test_taking_the_text_on_offer_ends_the_offer(api, section, offered_a_text):
    assert edit(api, section, version=2, body="Mine, again.").json()["offered"] == 3
    assert edit(api, section, version=4, body="A newer text.").json()["offered"] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "x"}, "version"),
        ({"version": 1, "text": "x"}, "text"),
        ({"version": 1, "body": None}, "body"),
        ({"version": 1, "body": ""}, "body"),
        ({"version": 1, "body": " \n"}, "body"),
        ({"version": 1, "title": ""}, "title"),
        ({"version": 1, "fields": {"colour": "x"}}, "fields.colour"),
        ({"version": 1, "fields": {"subject": ["a"]}}, "fields.subject"),
        ({"version": 1, "fields": {"subject": 5}}, "fields.subject"),
        ({"version": 1, "locked": "perhaps"}, "locked"),
        ({"version": 1, "body": "x" * 200_001}, "body"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_by_name(api, section, changes, field):
    answer = edit(api, section, **changes)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_section_says_where_its_picture_is_and_only_who_may_read_it_gets_it(api, other, funnel):
    stored_carousel(funnel)
    slide, caption = (Section.objects.get(task_key="slides", key=key) for key in ("slide_1", "caption"))
    url = api.get(f"/api/sections/{slide.pk}/").json()["picture_url"]

    answer = api.get(url)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert api.get(url, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert other.get(url).status_code == 404
    assert api.get(f"/api/sections/{caption.pk}/").json()["picture_url"] is None
    assert api.get(f"/api/sections/{caption.pk}/picture/").status_code == 404
