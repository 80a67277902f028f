"""Every error is a problem, and none tells more than it should."""

from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from generation.api import queue
from generation.models import Funnel, Preferences, ProviderIncident
from tests.support.doubles import write_twice


def is_problem(answer, status: int, code: str) -> bool:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), body
    assert answer["Content-Type"] == "application/problem+json"
    assert body["status"] == status
    return {"type", "title", "detail"} <= body.keys()


def test_an_address_that_leads_nowhere(api):
    assert is_problem(api.get("/api/nowhere/"), 404, "not_found")


def test_an_id_that_is_none(api):
    assert is_problem(api.get("/api/jobs/12/"), 404, "not_found")


def test_pages_outside_the_api_keep_djangos_own_error(client, db):
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def test_a_method_that_is_not_there(api):
    assert is_problem(api.delete("/api/jobs/"), 405, "method_not_allowed")


def test_a_form_of_answer_that_is_not_there(api):
    assert is_problem(api.get("/api/jobs/", HTTP_ACCEPT="text/html"), 406, "not_acceptable")


def test_a_body_that_is_no_json(api):
    answer = api.post("/api/funnels/", "name=a", content_type="application/x-www-form-urlencoded")

    assert is_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    ["{", "[1,", '{"name": NaN}', '{"name": "a\\u0000"}', '{"name": "\\ud800"}', '{"brief": {"a": 1e999}}'],
)
def test_json_that_cannot_be_read_or_kept(api, body):
    answer = api.post("/api/funnels/", body, content_type="application/json")

    assert is_problem(answer, 400, "parse_error")


@pytest.mark.parametrize("levels", [60, 900, 50_000])
def test_json_nested_too_deeply(api, levels):
    body = '{"name": "Deep", "draft": true, "brief": ' + '{"a":' * levels + "1" + "}" * (levels + 1)

    answer = api.post("/api/funnels/", body, content_type="application/json")

    assert is_problem(answer, 400, "parse_error")
    assert "nested too deeply" in answer.json()["detail"]


def test_a_number_of_thousands_of_digits(api):
    answer = api.post("/api/funnels/", '{"brief": {"a": %s}}' % ("1" * 5000), content_type="application/json")

    assert is_problem(answer, 400, "parse_error")


@pytest.mark.parametrize("verb", ["post", "patch"])
def test_a_body_in_chunks_is_not_silently_nothing(api, funnel, verb):
    address = f"/api/funnels/{funnel.pk}/{'generate/' if verb == 'post' else ''}"

    answer = getattr(api, verb)(address, HTTP_TRANSFER_ENCODING="chunked")

    assert is_problem(answer, 411, "length_required")


def test_who_sends_chunks_must_be_signed_in_first(client, db):
    assert is_problem(
        client.post("/api/funnels/", HTTP_TRANSFER_ENCODING="chunked"), 401, "not_authenticated"
    )


def test_too_much_at_once(api):
    answer = api.post("/api/funnels/", {"name": "a" * 1_000_001})

    assert is_problem(answer, 413, "too_large")


def test_a_body_that_is_no_object(api):
    answer = api.post("/api/funnels/", [1])

    assert is_problem(answer, 400, "invalid")
    assert "body" in answer.json()["errors"]


def test_a_form_is_told_to_be_json(api, funnel):
    answer = api.post(f"/api/funnels/{funnel.pk}/generate/", "lanes=2", content_type="text/plain")

    assert is_problem(answer, 415, "unsupported_media_type")
    assert "Content-Type: application/json" in answer.json()["detail"]


def test_a_choice_that_is_none_is_told_what_there_is(api, funnel):
    answer = api.post(f"/api/funnels/{funnel.pk}/generate/", {"priority": "urgent"})

    assert answer.json()["errors"] == {"priority": "Choose one of high, normal, low."}


def test_a_token_that_is_not_right_is_told_where_one_is_made(client, db):
    answer = client.get("/api/funnels/", headers={"Authorization": "Token nonsense"})

    assert is_problem(answer, 401, "authentication_failed")
    assert "account page" in answer.json()["detail"]


def test_a_fault_of_ours_says_nothing_of_our_insides(api, monkeypatch):
    def break_down() -> None:
        raise RuntimeError("SELECT secret FROM table")

    monkeypatch.setattr(queue, "look_at_queue", break_down)

    answer = api.get("/api/queue/")

    assert is_problem(answer, 500, "internal")
    assert b"SELECT" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, PoolTimeoutError])
def test_a_database_that_is_away_is_503(api, monkeypatch, error):
    def be_away() -> None:
        raise error("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr(queue, "look_at_queue", be_away)

    answer = api.get("/api/queue/")

    assert is_problem(answer, 503, "database_away")
    assert answer["Retry-After"] == "5"
    assert b"10.0.0.7" not in answer.content


def test_a_lock_that_somebody_held_for_long_is_no_database_that_is_away(api, monkeypatch, caplog):
    def wait_in_vain() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$")

    monkeypatch.setattr(queue, "look_at_queue", wait_in_vain)

    answer = api.get("/api/queue/")

    assert is_problem(answer, 503, "busy")
    assert answer["Retry-After"] == "5"
    assert "Somebody else" in answer.json()["detail"]
    assert "Traceback" not in caplog.text


def test_what_is_not_there_is_nothing_to_write_down(api, caplog):
    assert is_problem(api.get(f"/api/jobs/{uuid4()}/"), 404, "not_found")
    assert is_problem(api.get(f"/api/funnels/{uuid4()}/"), 404, "not_found")

    assert "meanwhile" not in caplog.text


def test_a_row_that_is_missed_later_on_is_written_down_with_where(api, monkeypatch, caplog):
    monkeypatch.setattr(queue, "look_at_queue", lambda: Funnel.objects.get(pk=uuid4()))

    assert is_problem(api.get("/api/queue/"), 404, "not_found")

    assert "A request was about what was deleted meanwhile" in caplog.text
    assert "'exc_info': " in caplog.text


def test_what_a_row_never_had_is_a_fault_of_ours(api, ana, monkeypatch):
    monkeypatch.setattr(queue, "look_at_queue", lambda: ana.preferences)

    assert is_problem(api.get("/api/queue/"), 500, "internal")
    assert not Preferences.objects.exists()


def test_what_there_may_be_one_of_written_twice_is_a_conflict_and_written_down(api, ana, monkeypatch, caplog):
    monkeypatch.setattr(queue, "look_at_queue", lambda: write_twice(Preferences, user=ana))

    answer = api.get("/api/queue/")

    assert is_problem(answer, 409, "conflict")
    assert "Look how it stands" in answer.json()["detail"]
    assert "A request wrote what there may be one of, and there was one" in caplog.text
    assert "'exc_info': " in caplog.text
    assert "waited in vain" not in caplog.text


def test_what_the_engine_writes_twice_is_no_conflict_of_who_asks(api, monkeypatch, caplog):
    incident = {"provider": "demo", "opened_at": timezone.now()}
    monkeypatch.setattr(queue, "look_at_queue", lambda: write_twice(ProviderIncident, **incident))

    assert is_problem(api.get("/api/queue/"), 503, "busy")

    assert "A request wrote what there may be one of, and there was one" in caplog.text
    assert "'exc_info': " in caplog.text


def test_a_host_that_is_not_ours_is_a_problem_too(api):
    assert is_problem(api.get("/api/jobs/", HTTP_HOST="evil.example"), 400, "bad_request")
