"""What is written of a funnel, without its texts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.content.written import (
    Amount,
    WrittenPiece,
    amounts_written,
    knowing_of_text,
    what_is_written,
)
from generation.models import Funnel, Revision, Section
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Section:
    return write(start_running(make_funnel()), 1)


def piece(section: Section) -> WrittenPiece:
    (found,) = what_is_written(section.funnel)["lead_magnet_part_1"]
    return found


def test_a_section_tells_its_words_and_hints(section):
    Revision.objects.update(advice=[{"rule": "opening"}, {"rule": "length"}])

    found = piece(section)

    assert (found.title, found.words, found.hints) == ("Cover", 5, 2)
    assert not found.held
    assert not found.offered


@pytest.mark.parametrize("mark", ["edited", "locked"])
def test_what_a_person_edited_or_locked_is_held(section, mark):
    Section.objects.update(**{mark: True}, offered=2)

    assert piece(section).held
    assert piece(section).offered


def test_other_funnels_and_retired_sections_are_left_out(section):
    assert what_is_written(make_funnel(make_user("ben"))) == {}

    Section.objects.update(retired=True)

    assert what_is_written(section.funnel) == {}


def test_one_query_reads_no_text(section):
    funnel = section.funnel

    with CaptureQueriesContext(connection) as queries:
        what_is_written(funnel)

    assert len(queries) == 1
    assert "body" not in queries[0]["sql"]


def test_the_words_and_parts_that_are_shown_are_counted():
    funnel = make_funnel()
    job = start_running(funnel)
    write(job, 1, "A text of five words.")
    write(job, 2, "Another one.")

    assert amounts_written([funnel.pk]) == {funnel.pk: Amount(words=7, parts=2)}


def test_an_earlier_revision_is_not_counted_any_more():
    funnel = make_funnel()
    section = write(start_running(funnel), 1, "A text of five words.")
    edit_section(section.pk, SectionEdit(body="Two words."), author=funnel.owner, version=1)

    assert amounts_written([funnel.pk]) == {funnel.pk: Amount(words=2, parts=1)}


def test_what_is_retired_is_not_counted():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)
    section.retired = True
    section.save()

    assert amounts_written([funnel.pk]) == {}
    assert not knowing_of_text(Funnel.objects.all()).filter(has_text=True).exists()


def test_many_funnels_are_counted_in_one_query(django_assert_num_queries):
    first = make_funnel()
    second = make_funnel(first.owner)
    write(start_running(first), 1, "One.")
    write(start_running(second), 1, "One two.")

    with django_assert_num_queries(1):
        found = amounts_written([first.pk, second.pk])

    assert {key: amount.words for key, amount in found.items()} == {first.pk: 1, second.pk: 2}
