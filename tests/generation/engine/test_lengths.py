"""How much is written for funnels."""

import pytest

from generation.engine.edits import SectionEdit, edit_section
from generation.engine.lengths import count_words
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db


def test_the_words_that_are_shown_are_counted():
    funnel = make_funnel()
    job = start_running(funnel)
    write(job, 1, "A text of five words.")
    write(job, 2, "Another one.")

    assert count_words([funnel.pk]) == {funnel.pk: 7}


def test_an_earlier_revision_is_not_counted_any_more():
    funnel = make_funnel()
    section = write(start_running(funnel), 1, "A text of five words.")
    edit_section(section.pk, SectionEdit(body="Two words."), author=funnel.owner, version=1)

    assert count_words([funnel.pk]) == {funnel.pk: 2}


def test_what_is_retired_is_not_counted():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)
    section.retired = True
    section.save()

    assert count_words([funnel.pk]) == {}


def test_many_funnels_are_counted_in_one_query(django_assert_num_queries):
    first = make_funnel()
    second = make_funnel(first.owner)
    write(start_running(first), 1, "One.")
    write(start_running(second), 1, "One two.")

    with django_assert_num_queries(1):
        assert count_words([first.pk, second.pk]) == {first.pk: 1, second.pk: 2}
