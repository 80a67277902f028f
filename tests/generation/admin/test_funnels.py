import json
from typing import Any

import pytest
from django.test import Client

from generation.models import Funnel, GenerationJob, Section
from tests.support.admin import FUNNELS, act, staff, text_of
from tests.support.funnels import make_user

EMPTY_INLINE = {"jobs-TOTAL_FORMS": "0", "jobs-INITIAL_FORMS": "0"}


def form_of(funnel: Funnel, **changed: Any) -> dict[str, Any]:
    """Return what a browser would send from the funnel's page, with some of it changed."""
    untouched = {
        "owner": funnel.owner_id,
        "name": funnel.name,
        "language": funnel.language,
        "brief": json.dumps(funnel.brief),
    }
    return EMPTY_INLINE | untouched | changed


def test_the_brief_is_shown_to_be_read(operator: Client, funnel: Funnel) -> None:
    Funnel.objects.update(brief=funnel.brief | {"author": "Zoé"})

    page = operator.get(f"{FUNNELS}{funnel.pk}/change/")

    brief = page.context["adminform"].form["brief"].value()
    assert '\n  "author": "Zoé"' in brief


def test_the_brief_stands_in_a_funnels_order(operator: Client, funnel: Funnel) -> None:
    page = operator.get(f"{FUNNELS}{funnel.pk}/change/")

    brief = json.loads(page.context["adminform"].form["brief"].value())
    assert list(brief["products"]) == ["lead_magnet", "front_end", "bump", "upsell_1", "upsell_2"]
    assert next(iter(brief)) == "topic"
    assert brief == funnel.brief


def test_a_good_brief_is_saved(operator: Client, funnel: Funnel) -> None:
    brief = json.dumps(funnel.brief | {"author": "Ada"})

    response = operator.post(f"{FUNNELS}{funnel.pk}/change/", form_of(funnel, brief=brief))

    assert response.status_code == 302
    funnel.refresh_from_db()
    assert funnel.brief["author"] == "Ada"


@pytest.mark.parametrize(
    ("brief", "sentence"),
    [("{}", "topic: "), ("[]", "Write the brief as a JSON object."), ("{", "Enter a valid JSON.")],
)
def test_a_bad_brief_is_refused_with_a_sentence(
    operator: Client, funnel: Funnel, brief: str, sentence: str
) -> None:
    response = operator.post(f"{FUNNELS}{funnel.pk}/change/", form_of(funnel, brief=brief))

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert Funnel.objects.get().brief == funnel.brief


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ('"\\ud800"', "A text holds a character that cannot be stored."),
        ('"a\\u0000"', "A text holds a character that cannot be stored."),
        ("1e999", "A number is too large."),
        ("1" * 5000, "This JSON cannot be read"),
        ("[" * 200 + "]" * 200, "This JSON is nested too deeply"),
        ("[" * 50_000, "This JSON cannot be read"),
    ],
    ids=["half a character", "nul", "no number", "digits", "deep", "endless"],
)
def test_a_draft_that_cannot_be_kept_is_refused_with_a_sentence(
    operator: Client, funnel: Funnel, value: str, sentence: str
) -> None:
    changed = form_of(funnel, brief=f'{{"topic": {value}}}', draft="on")

    response = operator.post(f"{FUNNELS}{funnel.pk}/change/", changed)

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert value[:50] in text_of(response)
    assert Funnel.objects.get().brief == funnel.brief


@pytest.mark.parametrize("name", ["\u200b", "Calm \u202exobni"])
def test_a_name_can_be_seen_and_reads_as_it_is_written(operator: Client, funnel: Funnel, name: str) -> None:
    response = operator.post(f"{FUNNELS}{funnel.pk}/change/", form_of(funnel, name=name))

    assert response.status_code == 200
    assert Funnel.objects.get().name == funnel.name


@pytest.mark.parametrize("brief", ['{"a": %s}' % ("1" * 5000), '{"a": %s}' % ("[" * 900 + "]" * 900)])
def test_a_new_funnel_with_a_brief_that_cannot_be_kept_is_not_made(db: None, brief: str) -> None:
    maker, owner = staff("maker", "add_funnel", "view_funnel", "view_user"), make_user("owner")
    sent = {"name": "New", "language": "en", "brief": brief, "draft": "on", "owner": owner.pk}

    response = maker.post(f"{FUNNELS}add/", EMPTY_INLINE | sent)

    assert response.status_code == 200
    assert not Funnel.objects.exists()


def test_a_draft_may_be_incomplete(operator: Client, funnel: Funnel) -> None:
    operator.post(f"{FUNNELS}{funnel.pk}/change/", form_of(funnel, brief="{}", draft="on"))

    assert Funnel.objects.get().brief == {}


def test_a_funnel_goes_with_all_it_holds(operator: Client, failed_job: GenerationJob) -> None:
    address = f"{FUNNELS}{failed_job.funnel_id}/delete/"

    assert "ections, with all their revisions: 1" in text_of(operator.get(address))
    operator.post(address, {"post": "yes"})

    assert not Funnel.objects.exists()
    assert not Section.objects.exists()


def test_several_funnels_can_be_deleted(operator: Client, failed_job: GenerationJob) -> None:
    act(operator, FUNNELS, "delete_selected", failed_job.funnel, post="yes")

    assert not Funnel.objects.exists()


def test_a_funnel_with_an_open_job_is_not_deleted(operator: Client, running_job: GenerationJob) -> None:
    address = f"{FUNNELS}{running_job.funnel_id}/delete/"

    asked = text_of(operator.get(address, follow=True))
    alone = text_of(operator.post(address, {"post": "yes"}, follow=True))
    among_others = text_of(act(operator, FUNNELS, "delete_selected", running_job.funnel, post="yes"))

    for text in (asked, alone, among_others):
        assert "is being generated, so nothing was deleted. Wait for its job or cancel it first." in text
    assert Funnel.objects.exists()


def test_who_may_only_look_changes_nothing(onlooker: Client, funnel: Funnel) -> None:
    assert onlooker.post(f"{FUNNELS}{funnel.pk}/change/", form_of(funnel, name="Mine")).status_code == 403
    assert onlooker.post(f"{FUNNELS}{funnel.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Funnel.objects.get().name == funnel.name


def test_a_funnel_keeps_its_owner(operator: Client, funnel: Funnel) -> None:
    owner, somebody = funnel.owner, make_user("somebody")

    page = operator.get(f"{FUNNELS}{funnel.pk}/change/")
    operator.post(f"{FUNNELS}{funnel.pk}/change/", form_of(funnel, owner=somebody.pk, name="Renamed"))

    funnel.refresh_from_db()
    assert "owner" not in page.context["adminform"].form.fields
    assert (funnel.owner, funnel.name) == (owner, "Renamed")


def test_a_new_funnel_is_given_its_owner(db: None) -> None:
    maker, owner = staff("maker", "add_funnel", "view_funnel", "view_user"), make_user("owner")
    brief = {"name": "New", "language": "en", "brief": "{}", "draft": "on", "owner": owner.pk}

    response = maker.post(f"{FUNNELS}add/", EMPTY_INLINE | brief)

    assert response.status_code == 302
    assert Funnel.objects.get().owner == owner
