"""The page that shows what else can be written for a funnel, and what there is of it."""

import re

import pytest
from django.urls import reverse

from generation.blueprints import BLUEPRINTS
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import start_job
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db

SPRING = {"documents": ["faq"], "project": "Spring"}


@pytest.fixture
def kinds(funnel) -> str:
    return reverse("kinds", args=[funnel.pk])


def links_of(shown: str, words: str) -> list[str]:
    """Return where the links of these words lead."""
    return [href.replace("&amp;", "&") for href in re.findall(rf'<a href="([^"]*)">{words}', shown)]


def test_every_kind_but_the_funnels_own_is_offered_with_what_it_holds(page, funnel, kinds):
    shown = page.get(kinds).content.decode()

    for kind in BLUEPRINTS[1:]:
        assert kind.about in shown
        assert reverse("kind_start", args=[funnel.pk, kind.key]) in shown
    assert BLUEPRINTS[0].about not in shown


def test_what_is_written_stands_below_its_kind_with_the_ways_to_use_it(page, funnel, kinds):
    job = start_running(funnel, blueprint="documents", inputs=SPRING)
    write(job, 1, "Five words of an answer.")

    shown = page.get(kinds).content.decode()

    assert "5 words" in shown
    query = "?kind=documents&subject=Spring"
    for words, name in {"Open the run": "run", "Read": "read", "Export": "export"}.items():
        assert links_of(shown, words) == [reverse(name, args=[funnel.pk]) + query]
    again = reverse("kind_start", args=[funnel.pk, "documents"])
    assert links_of(shown, "Change and write again") == [f"{again}?subject=Spring"]


def test_what_runs_is_shown_as_it_stands_and_not_offered_anew(page, funnel, kinds):
    start_job(funnel, blueprint="documents", inputs=SPRING)

    shown = page.get(kinds).content.decode()

    assert "In line" in shown
    assert links_of(shown, "Open the run")
    assert not links_of(shown, "Change and write again")


def test_what_was_written_is_found_after_its_run_is_forgotten(page, funnel, kinds):
    job = start_running(funnel, blueprint="documents", inputs=SPRING)
    write(job, 1)
    job.refresh_from_db()
    delete_job(job)

    shown = page.get(kinds).content.decode()

    assert links_of(shown, "Read")
    assert not links_of(shown, "Open the run")


def test_however_much_there_is_it_takes_as_many_queries(page, funnel, kinds, django_assert_max_num_queries):
    for number in range(25):
        start_job(funnel, blueprint="documents", inputs=SPRING | {"project": f"Project {number}"})

    with django_assert_max_num_queries(20):
        shown = page.get(kinds).content.decode()

    assert shown.count('class="existing-name"') == 20
    assert "5 older ones" in shown
    assert f'href="/history/?funnel={funnel.pk}&amp;kind=documents"' in shown


def test_what_a_kind_misses_of_the_brief_is_named(page, funnel, kinds):
    del funnel.brief["promise"]
    funnel.save()

    assert "The brief comes first" in page.get(kinds).content.decode()


def test_who_may_only_look_is_offered_nothing(staff, stranger, funnel, kinds):
    shown = staff.get(kinds).content.decode()

    assert BLUEPRINTS[1].about in shown
    assert reverse("kind_start", args=[funnel.pk, BLUEPRINTS[1].key]) not in shown
    assert stranger.get(kinds).status_code == 404
