"""Estimates over the API."""

import pytest

from generation.app_settings import WRITER_MODEL, WRITER_PROVIDER
from generation.models import GenerationJob
from settings_app import store


def test_a_run_is_estimated_before_it_is_started(api, funnel):
    store.save({WRITER_PROVIDER.key: "anthropic", WRITER_MODEL.key: "claude-sonnet-5-5"}, changed_by=None)

    answer = api.get(f"/api/funnels/{funnel.pk}/estimate/")

    assert answer.status_code == 200
    told = answer.json()
    assert {name: told[name] for name in ("provider", "model", "lanes", "calls", "ground", "runs")} == {
        "provider": "anthropic",
        "model": "claude-sonnet-5-5",
        "lanes": 1,
        "calls": 14,
        "ground": "guess",
        "runs": 0,
    }
    assert 10 <= told["minutes"] <= 12
    assert told["cost_usd"].startswith("0.")
    assert told["input_tokens"] > told["output_tokens"] > 20_000


def test_the_demo_writer_costs_nothing(api, funnel):
    told = api.get(f"/api/funnels/{funnel.pk}/estimate/").json()

    assert (told["provider"], told["cost_usd"]) == ("demo", "0.0000")


def test_a_model_without_a_known_price_has_no_cost(api, funnel):
    store.save({WRITER_PROVIDER.key: "anthropic", WRITER_MODEL.key: "a-model-of-tomorrow"}, changed_by=None)

    assert api.get(f"/api/funnels/{funnel.pk}/estimate/").json()["cost_usd"] is None


def test_lanes_may_be_asked_for(api, funnel):
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    alone, together = (
        api.get(f"/api/funnels/{funnel.pk}/estimate/?lanes={lanes}").json() for lanes in (1, 5)
    )

    assert together["lanes"] == 5
    assert together["minutes"] < alone["minutes"]


@pytest.mark.parametrize(
    ("query", "field"), [("lanes=6", "lanes"), ("lanes=x", "lanes"), ("blueprint=novel", "blueprint")]
)
def test_what_there_is_not_is_refused_by_name(api, funnel, query, field):
    answer = api.get(f"/api/funnels/{funnel.pk}/estimate/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_brief_with_gaps_is_answered_with_what_is_missing(api, funnel):
    del funnel.brief["topic"]
    funnel.save()

    answer = api.get(f"/api/funnels/{funnel.pk}/estimate/")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["brief.topic"]


def test_somebody_elses_funnel_is_not_there(other, funnel):
    assert other.get(f"/api/funnels/{funnel.pk}/estimate/").status_code == 404


def test_a_run_of_chosen_inputs_is_estimated_and_nothing_is_started(api, funnel):
    inputs = {"documents": ["faq", "press_release"]}

    answer = api.post(
        f"/api/funnels/{funnel.pk}/estimate/", {"blueprint": "documents", "inputs": inputs}, format="json"
    )

    assert (answer.status_code, answer.json()["calls"]) == (200, 2)
    assert not GenerationJob.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_inputs_that_are_missing_are_answered_by_their_path(api, funnel, method):
    answer = getattr(api, method)(f"/api/funnels/{funnel.pk}/estimate/", {"blueprint": "documents"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"inputs.documents": "Choose at least one document."}
