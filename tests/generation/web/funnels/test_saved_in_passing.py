"""Saving while somebody types: what the page's script sends, and what comes back."""

import re

import pytest
from django.test import Client

from generation.models import Funnel
from tests.support.filled_forms import read_form


@pytest.fixture
def step(funnel: Funnel) -> str:
    return f"/funnels/{funnel.pk}/brief/offer/"


@pytest.fixture
def form(page: Client, step: str) -> dict[str, str]:
    return read_form(page.get(step).content.decode(), "brief-form")


def type_in(page: Client, step: str, form: dict[str, str], *, field: str = "", **typed: str):
    """Send the form as htmx does: by the field that was left, or by nobody in particular."""
    headers = {"HX-Request": "true"} | ({"HX-Trigger-Name": field} if field else {})
    return page.post(step, form | typed, headers=headers)


def ids(html: str) -> list[str]:
    """Return the ids of the pieces of the answer."""
    return re.findall(r'<\w+ [^>]*?id="([^"]+)"[^>]*hx-swap-oob', html)


def test_what_was_typed_is_saved_and_said_to_be(page, funnel, step, form):
    answer = type_in(page, step, form, **{"products-bump-name": "Fifty replies"})

    funnel.refresh_from_db()
    assert answer.status_code == 200
    assert "Saved <time" in answer.content.decode()
    assert funnel.brief["products"]["bump"]["name"] == "Fifty replies"


def test_no_field_is_swapped_while_somebody_types(page, step, form):
    html = type_in(page, step, form, **{"products-bump-price": "abc"}).content.decode()

    assert "textarea" not in html
    assert re.findall(r'<input[^>]*name="([^"]+)"', html) == ["seen"]
    assert not [each for each in ids(html) if each.endswith("_says")]


def test_the_field_that_was_left_is_told_what_is_wrong_with_it(page, step, form):
    name = "products-bump-price"
    html = type_in(page, step, form, field=name, **{name: "abc"}).content.decode()

    assert [each for each in ids(html) if each.endswith("_says")] == [f"id_{name}_says"]
    assert "Write a price such as 17.00" in html


def test_the_field_that_was_mended_is_told_its_hint_again(page, step, form):
    name = "products-bump-price"
    html = type_in(page, step, form, field=name, **{name: "9.00"}).content.decode()

    assert 'class="error"' not in html
    assert "Such as 19.00; 0 is free." in html


def test_a_field_left_empty_in_a_draft_is_not_scolded(page, draft):
    step = f"/funnels/{draft.pk}/brief/audience/"
    form = read_form(page.get(step).content.decode(), "brief-form")

    assert 'class="error"' not in type_in(page, step, form, field="topic").content.decode()


def test_a_page_that_goes_on_saving_never_meets_itself(page, funnel, step, form):
    for text in ("17,5", "17,50", "18.00"):
        answer = type_in(page, step, form, **{"products-bump-price": text})
        assert answer.status_code == 200, text
        form = form | {"seen": read_seen(answer.content.decode()), "products-bump-price": text}

    funnel.refresh_from_db()
    assert funnel.brief["products"]["bump"]["price"] == "18.00"


def test_another_tab_is_not_overwritten_by_the_next_save_either(page, funnel, step, form):
    other = dict(form)
    type_in(page, step, other, **{"bundle-name": "Theirs"})
    answer = type_in(page, step, form, **{"products-bump-name": "Mine"})
    form = form | {"seen": read_seen(answer.content.decode()), "products-bump-name": "Mine"}

    answer = type_in(page, step, form, **{"products-bump-name": "Mine again"})

    funnel.refresh_from_db()
    assert answer.status_code == 200
    assert funnel.brief["bundle"]["name"] == "Theirs"
    assert funnel.brief["products"]["bump"]["name"] == "Mine again"


def test_a_conflict_is_told_and_saves_nothing(page, funnel, step, form):
    type_in(page, step, form, **{"bundle-name": "Theirs"})

    answer = type_in(page, step, form, **{"bundle-name": "Mine", "products-bump-name": "Mine"})

    funnel.refresh_from_db()
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Not saved: changed in another tab." in html
    assert (funnel.brief["bundle"]["name"], read_seen(html)) == ("Theirs", form["seen"])


def test_what_cannot_be_kept_is_told_at_its_field(page, step, form):
    name = "products-bump-name"
    answer = type_in(page, step, form, **{name: "x" * 81})

    assert answer.status_code == 422
    assert f"id_{name}_says" in ids(answer.content.decode())


def test_the_last_step_is_told_anew_what_is_still_to_do(page, funnel):
    step = f"/funnels/{funnel.pk}/brief/style/"
    form = read_form(page.get(step).content.decode(), "brief-form")

    html = type_in(page, step, form, author="").content.decode()

    assert {"ready", "summary", "ask-generate-takes", "steps", "save-state"} <= set(ids(html))
    assert "One thing is still to do" in html


def read_seen(html: str) -> str:
    from html import unescape

    found = re.search(r'name="seen" id="seen" value="([^"]*)"', html)
    assert found
    return unescape(found[1])
