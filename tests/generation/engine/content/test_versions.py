"""The history of a section, told in sittings."""

import pytest

from generation.engine.content.edits import SectionEdit, edit_section, restore_revision
from generation.engine.content.versions import list_sittings
from generation.models import GenerationJob, Section
from tests.support.edits import date_back, save, written_anew
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> GenerationJob:
    return start_running(make_funnel())


@pytest.fixture
def section(job) -> Section:
    return write(job, 1, "As it was written.")


def told(section: Section) -> list[list[int]]:
    """Return the numbers of each line of the history, the newest first."""
    return [[version.number for version in sitting.versions] for sitting in list_sittings(section)]


def test_what_a_person_saves_in_one_sitting_is_one_line(section):
    for body in ("One.", "One two.", "One two three."):
        save(section, body)

    assert told(section) == [[4, 3, 2], [1]]


def test_a_pause_of_more_than_ten_minutes_begins_a_new_line(section):
    save(section, "One.")
    date_back(section, 2, minutes=11)
    save(section, "Two.")

    assert told(section) == [[3], [2], [1]]


def test_two_people_never_share_a_line(section):
    save(section, "One.")
    edit_section(section.pk, SectionEdit(body="Two."), author=make_user("ben"), version=2)

    assert told(section) == [[3], [2], [1]]


def test_attempts_never_share_a_line(job, section):
    written_anew(job, "A newer text.")

    assert told(section) == [[2], [1]]
    assert {sitting.newest.revision.attempt.provider for sitting in list_sittings(section)} == {"demo"}


def test_going_back_to_a_text_stands_by_itself_and_names_it(section):
    save(section, "One.")
    restore_revision(section.pk, 1, author=section.funnel.owner, version=2)
    save(section, "Two.")

    assert told(section) == [[4], [3], [2], [1]]
    assert [sitting.newest.same_as for sitting in list_sittings(section)] == [None, 1, None, None]


def test_a_history_of_any_length_is_read_at_once(section, django_assert_num_queries):
    for number in range(5):
        save(section, f"Text {number}.")

    with django_assert_num_queries(1):
        for sitting in list_sittings(section):
            str(sitting.newest.revision.author), sitting.newest.revision.words
