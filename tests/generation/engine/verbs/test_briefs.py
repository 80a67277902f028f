"""What is done to funnels and the briefs people keep."""

from functools import partial

import pytest

from generation.engine.verbs.briefs import change_funnel, duplicate_funnel, keep_as_template, new_funnel
from generation.models import Funnel
from tests.support.funnels import make_funnel, make_user, sample
from tests.support.jobs import start_running, write
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db


def without_topic(funnel: Funnel) -> None:
    del funnel.brief["topic"]


def test_a_funnel_is_a_draft_as_long_as_its_brief_lacks_something():
    funnel = make_funnel()

    incomplete = change_funnel(funnel, without_topic)

    def mend(held: Funnel) -> None:
        held.brief["topic"] = "Bread"

    assert incomplete.draft
    assert not change_funnel(funnel, mend).draft


def test_a_change_of_nothing_is_no_change():
    funnel = make_funnel()

    assert change_funnel(funnel, lambda held: None).updated_at == funnel.updated_at


def test_what_the_change_raises_leaves_the_funnel_as_it_was():
    funnel = make_funnel()

    def fail(held: Funnel) -> None:
        without_topic(held)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - ours, from above
        change_funnel(funnel, fail)

    assert "topic" in Funnel.objects.get().brief


def test_a_funnel_that_is_gone_cannot_be_changed():
    funnel = make_funnel()
    Funnel.objects.all().delete()

    with pytest.raises(Funnel.DoesNotExist):
        change_funnel(funnel, without_topic)


@pytest.mark.django_db(transaction=True)
def test_changes_at_the_same_moment_all_stay():
    funnel = make_funnel()

    def write_keyword(number: int) -> None:
        def change(held: Funnel) -> None:
            held.brief["keywords"] = [*held.brief["keywords"], f"keyword {number}"]

        change_funnel(funnel, change)

    all_at_once([partial(write_keyword, number) for number in range(5)])

    assert len(Funnel.objects.get().brief["keywords"]) == len(sample()["brief"]["keywords"]) + 5


def test_a_new_funnel_is_a_draft_only_if_something_is_missing():
    ana = make_user()

    assert new_funnel(ana, name="Later", language="en", brief={}).draft
    assert not new_funnel(ana, name="Now", language="en", brief=sample()["brief"]).draft


def test_a_copy_has_the_brief_and_none_of_the_content():
    funnel = make_funnel()
    write(start_running(funnel), 1)

    copy = duplicate_funnel(funnel, funnel.owner)

    assert (copy.name, copy.language, copy.brief) == ("Calm Inbox (copy)", "en", funnel.brief)
    assert not copy.jobs.exists()
    assert not copy.sections.exists()


def test_the_longest_name_has_room_for_the_word_copy():
    copy = duplicate_funnel(make_funnel(name="n" * 200), make_user("ben"))

    assert copy.name == "n" * 193 + " (copy)"


def test_a_template_keeps_the_brief_as_it_was():
    funnel = make_funnel()
    template = keep_as_template(funnel, funnel.owner, name="Freelancers")

    change_funnel(funnel, without_topic)
    template.refresh_from_db()

    assert (template.name, template.brief) == ("Freelancers", sample()["brief"])
