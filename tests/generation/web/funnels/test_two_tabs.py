"""Two tabs that write the same brief: neither loses what was typed."""

import pytest
from django.test import Client

from generation.models import Funnel
from tests.support.filled_forms import read_form


@pytest.fixture
def step(funnel: Funnel) -> str:
    return f"/funnels/{funnel.pk}/brief/audience/"


@pytest.fixture
def tabs(page: Client, step: str) -> tuple[dict[str, str], dict[str, str]]:
    """The form as two tabs have opened it."""
    form = read_form(page.get(step).content.decode(), "brief-form")
    return dict(form), dict(form)


def brief_of(funnel: Funnel) -> dict:
    funnel.refresh_from_db()
    return funnel.brief


def test_changes_of_different_fields_are_both_kept(page, funnel, step, tabs):
    one, two = tabs
    page.post(step, one | {"topic": "Theirs", "go": "next"})

    answer = page.post(step, two | {"promise": "Mine", "go": "next"})

    assert answer.status_code == 302
    assert (brief_of(funnel)["topic"], brief_of(funnel)["promise"]) == ("Theirs", "Mine")


def test_a_field_that_both_have_changed_is_shown_with_both_texts(page, funnel, step, tabs):
    one, two = tabs
    page.post(step, one | {"topic": "Theirs", "audience": "Theirs too", "go": "next"})

    answer = page.post(step, two | {"topic": "Mine", "promise": "Mine alone", "go": "next"})

    html = answer.content.decode()
    form = read_form(html, "brief-form")
    assert answer.status_code == 409
    assert "This step was changed elsewhere meanwhile." in html
    assert 'class="theirs">Theirs<' in html
    assert (form["topic"], form["audience"], form["promise"]) == ("Mine", "Theirs too", "Mine alone")
    assert brief_of(funnel)["topic"] == "Theirs"


def test_mine_can_be_kept(page, funnel, step, tabs):
    one, two = tabs
    page.post(step, one | {"topic": "Theirs", "audience": "Theirs too", "go": "next"})
    conflict = page.post(step, two | {"topic": "Mine", "go": "next"})

    page.post(step, read_form(conflict.content.decode(), "brief-form") | {"go": "stay"})

    assert (brief_of(funnel)["topic"], brief_of(funnel)["audience"]) == ("Mine", "Theirs too")


def test_theirs_can_be_taken(page, step, tabs):
    one, two = tabs
    page.post(step, one | {"topic": "Theirs", "go": "next"})
    page.post(step, two | {"topic": "Mine", "go": "next"})

    assert read_form(page.get(step).content.decode(), "brief-form")["topic"] == "Theirs"


def test_the_same_change_in_both_is_no_conflict(page, step, tabs):
    one, two = tabs
    page.post(step, one | {"topic": "Same", "go": "next"})

    assert page.post(step, two | {"topic": "Same", "go": "next"}).status_code == 302


@pytest.mark.parametrize(
    "seen", ["", "x", "[]", "5", '{"topic": 5}', "{" * 10_000, "[" * 10_000, "[" * 100_000]
)
def test_a_page_that_cannot_say_what_it_has_seen_overwrites_nothing(page, funnel, step, tabs, seen):
    one, _ = tabs

    answer = page.post(step, one | {"topic": "Mine", "seen": seen, "go": "next"})

    assert answer.status_code == 409
    assert brief_of(funnel)["topic"] != "Mine"


def test_a_field_that_was_not_sent_stays(page, funnel, step, tabs):
    one, _ = tabs

    page.post(step, {"seen": one["seen"], "topic": "Mine", "go": "next"})

    assert brief_of(funnel)["topic"] == "Mine"
    assert brief_of(funnel)["promise"]
