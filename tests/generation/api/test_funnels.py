"""Funnels over the API."""

import pytest
from rest_framework.test import APIClient

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel
from tests.support.funnels import make_funnel, sample
from tests.support.threads import all_at_once


def test_a_funnel_is_made_and_read(api, ana):
    made = api.post("/api/funnels/", sample())

    read = api.get(f"/api/funnels/{made.json()['id']}/")

    assert made.status_code == 201
    assert read.json() == made.json()
    assert {name: read.json()[name] for name in ("name", "language", "brief")} == sample()
    assert Funnel.objects.get().owner == ana


def test_prices_and_addresses_are_taken_as_people_write_them_and_read_back_so(api):
    sent = sample()
    sent["brief"]["bundle"] |= {"price": "$59.00", "url": "shop.example/bundle"}

    made = api.post("/api/funnels/", sent)

    assert made.status_code == 201
    assert made.json()["brief"] == sent["brief"]


def test_an_incomplete_brief_is_refused_with_a_sentence_a_field(api):
    brief = sample()["brief"]
    del brief["products"]["bump"]["price"]

    answer = api.post("/api/funnels/", sample() | {"brief": brief})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["brief.products.bump.price"]


def test_a_draft_may_be_incomplete(api):
    answer = api.post("/api/funnels/", {"name": "Later", "draft": True})

    assert answer.status_code == 201
    assert answer.json()["draft"] is True


def test_an_unsupported_language_is_refused_even_in_a_draft(api):
    answer = api.post("/api/funnels/", {"name": "Later", "draft": True, "language": "xx"})

    assert answer.json()["errors"] == {"language": "Unsupported language: xx"}


def test_a_draft_that_is_made_final_must_be_whole(api, ana):
    draft = make_funnel(ana, draft=True, brief={})

    answer = api.patch(f"/api/funnels/{draft.pk}/", {"draft": False})

    assert answer.status_code == 400
    assert "brief.topic" in answer.json()["errors"]


def test_a_change_leaves_the_rest_as_it_is(api, funnel):
    answer = api.patch(f"/api/funnels/{funnel.pk}/", {"name": "A better name"})

    assert answer.status_code == 200
    assert answer.json()["name"] == "A better name"
    assert answer.json()["brief"] == sample()["brief"]


def test_unknown_fields_are_refused_by_name(api):
    answer = api.post("/api/funnels/", sample() | {"nmae": "x"})

    assert "nmae" in answer.json()["errors"]


@pytest.mark.parametrize("brief", ["text", [1], 5, None])
def test_a_brief_is_an_object(api, brief):
    answer = api.post("/api/funnels/", sample() | {"brief": brief})

    assert answer.status_code == 400
    assert "brief" in answer.json()["errors"]


def test_a_funnel_is_deleted(api, funnel):
    assert api.delete(f"/api/funnels/{funnel.pk}/").status_code == 204
    assert not Funnel.objects.exists()


def test_a_funnel_with_an_open_job_is_not_deleted(api, funnel):
    job = start_job(funnel)

    answer = api.delete(f"/api/funnels/{funnel.pk}/")

    assert answer.status_code == 409
    assert answer.json()["code"] == "job_open"
    assert answer.json()["job"] == str(job.pk)


def test_funnels_are_found_by_name_and_by_being_drafts(api, ana):
    make_funnel(ana, name="Calm inbox")
    make_funnel(ana, name="First 5k", draft=True)

    def names(query: str) -> list[str]:
        return [found["name"] for found in api.get(f"/api/funnels/?{query}").json()["results"]]

    assert names("search=CALM") == ["Calm inbox"]
    assert names("draft=true") == ["First 5k"]
    assert names("search=nothing") == []


@pytest.mark.parametrize(("name", "value"), [("draft", "maybe"), ("draft", "2"), ("owner", "ben")])
def test_a_question_that_is_not_understood_is_refused_by_name(api, name, value):
    answer = api.get("/api/funnels/", {name: value})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


@pytest.mark.parametrize(
    "name", ["\u200b", "\u2060\ufeff ", "\u3164", "Calm \u202exobni", "\u2066Calm\u2069 inbox"]
)
def test_a_name_can_be_seen_and_reads_as_it_is_written(api, name):
    answer = api.post("/api/funnels/", sample() | {"name": name})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["name"])


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_leave_a_funnel_that_is_whole_together(api, ana):
    address = f"/api/funnels/{make_funnel(ana, draft=True).pk}/"
    token = api._credentials["HTTP_AUTHORIZATION"]

    def change(body):
        return lambda: APIClient(HTTP_AUTHORIZATION=token).patch(address, body).status_code

    for _ in range(10):
        api.patch(address, {"draft": True, "brief": sample()["brief"]})
        codes = all_at_once([change({"draft": False}), change({"brief": {}})])
        assert sorted(codes) == [200, 400]


def test_a_search_that_cannot_be_is_400(api):
    assert api.get("/api/funnels/", {"search": "a\x00b"}).status_code == 400


def test_lists_come_in_pages(api, ana):
    for number in range(3):
        make_funnel(ana, name=str(number))

    first = api.get("/api/funnels/?page_size=2").json()

    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    assert len(api.get(first["next"]).json()["results"]) == 1


def test_many_funnels_take_no_more_queries_than_few(api, ana, django_assert_max_num_queries):
    for number in range(20):
        make_funnel(ana, name=str(number))

    with django_assert_max_num_queries(5):
        api.get("/api/funnels/")
