"""Starting over the API: once, with what was asked for, and whether or not Redis is there."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from generation.api import starts
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.models import Funnel, GenerationJob, IdempotencyKey
from generation.states import JobStatus
from tests.support.api import client_of
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write
from tests.support.line import is_one_done_soon

SPRING = {"documents": ["faq", "press_release"], "project": "Spring", "data": "It costs 19 dollars."}


def generate(api, funnel: Funnel, body: dict | None = None, *, key: str = ""):
    headers = {"Idempotency-Key": key} if key else {}
    return api.post(f"/api/funnels/{funnel.pk}/generate/", body or {}, headers=headers)


def test_a_start_answers_202_with_the_job(api, funnel):
    answer = generate(api, funnel)

    assert answer.status_code == 202
    assert answer.json()["funnel"] == str(funnel.pk)
    assert answer.json()["progress"]["total"] == 14


def test_a_start_takes_every_option(api, funnel):
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()

    answer = generate(
        api,
        funnel,
        {
            "blueprint": "funnel",
            "inputs": {},
            "priority": "high",
            "deadline": tomorrow,
            "scheduled_at": tomorrow,
            "lanes": 5,
            "skip_quality_check": True,
            "continue_on_failure": True,
        },
    )

    job = GenerationJob.objects.get()
    assert answer.status_code == 202, answer.content
    assert (job.priority, job.lanes, job.skip_quality_check, job.continue_on_failure) == (
        "high",
        5,
        True,
        True,
    )
    assert job.scheduled_at == job.deadline
    assert answer.json()["queue_position"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("blueprint", "novel"),
        ("inputs", [1]),
        ("inputs.topic", {"inputs": {"topic": "x"}}),
        ("priority", "urgent"),
        ("lanes", 6),
        ("lanes", 0),
        ("lanes", "many"),
        ("skip_quality_check", "perhaps"),
        ("deadline", "2020-01-01T00:00:00Z"),
        ("deadline", "2090-01-01T00:00:00"),
        ("scheduled_at", "2020-01-01T00:00:00Z"),
        ("scheduled_at", "soon"),
        ("scheduled_at", 12),
        ("prority", "high"),
    ],
)
def test_an_option_that_cannot_be_is_refused_by_name(api, funnel, field, value):
    answer = generate(api, funnel, value if isinstance(value, dict) else {field: value})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not GenerationJob.objects.exists()


def test_another_kind_is_started_with_its_inputs(api, funnel):
    answer = generate(api, funnel, {"blueprint": "documents", "inputs": SPRING, "priority": "low"})

    told = answer.json()
    assert (answer.status_code, told["blueprint"], told["subject"]) == (202, "documents", "Spring")
    assert [task["key"] for task in told["tasks"]] == ["press_release", "faq"]


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ({}, "inputs.documents"),
        ({"documents": ["faq", "faq"]}, "inputs.documents"),
        ({"documents": ["novel"]}, "inputs.documents.0"),
        ({"documents": ["faq"], "project": "x" * 81}, "inputs.project"),
        ({"documents": ["faq"], "mood": "calm"}, "inputs.mood"),
    ],
)
def test_what_is_wrong_in_the_inputs_is_told_by_its_path(api, funnel, inputs, path):
    answer = generate(api, funnel, {"blueprint": "documents", "inputs": inputs})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [path]
    assert not GenerationJob.objects.exists()


def test_a_draft_that_is_not_whole_says_what_is_missing(api, ana):
    draft = make_funnel(ana, draft=True, brief={})

    answer = generate(api, draft)

    assert answer.status_code == 400
    assert "brief.topic" in answer.json()["errors"]


def test_a_second_start_names_the_open_job(api, funnel):
    first = generate(api, funnel).json()

    second = generate(api, funnel)

    assert (second.status_code, second.json()["code"], second.json()["job"]) == (409, "job_open", first["id"])


def test_the_same_key_answers_with_the_same_job(api, funnel):
    first, second = (generate(api, funnel, {"priority": "low"}, key="k") for _ in range(2))

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]


def test_the_same_key_answers_when_its_time_has_come(api, funnel, monkeypatch):
    asked = {"scheduled_at": (timezone.now() + timedelta(minutes=1)).isoformat()}
    first = generate(api, funnel, asked, key="k")
    monkeypatch.setattr(timezone, "now", lambda now=timezone.now: now() + timedelta(hours=1))

    again = generate(api, funnel, asked, key="k")

    assert (again.status_code, again.json()["id"]) == (202, first.json()["id"])
    assert generate(api, funnel, asked, key="another").status_code == 400


def test_the_same_key_for_another_request_is_refused(api, funnel):
    generate(api, funnel, key="k")

    answer = generate(api, funnel, {"priority": "low"}, key="k")

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_the_same_key_for_another_funnel_is_refused(api, ana, funnel):
    generate(api, funnel, key="k")

    assert generate(api, make_funnel(ana), key="k").json()["code"] == "idempotency_key_reused"


def test_a_key_is_its_owners_own(api, other, funnel):
    theirs = make_funnel(make_user("eve"))
    generate(api, funnel, key="k")

    assert generate(client_of(theirs.owner), theirs, key="k").status_code == 202


def test_a_key_is_forgotten_after_a_day(api, funnel):
    first = generate(api, funnel, key="k").json()
    cancel_job(GenerationJob.objects.get())
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))

    assert generate(api, funnel, key="k").json()["id"] != first["id"]


def test_a_key_does_not_start_again_what_was_deleted(api, funnel):
    generate(api, funnel, key="k")
    job = GenerationJob.objects.get()
    cancel_job(job)
    delete_job(job)

    answer = generate(api, funnel, key="k")

    assert (answer.status_code, answer.json()["code"]) == (409, "started_before")
    assert not GenerationJob.objects.exists()


def test_a_key_that_is_too_long_is_refused(api, funnel):
    assert generate(api, funnel, key="k" * 201).status_code == 400


def test_a_start_that_failed_leaves_no_key(api, funnel):
    job = start_job(funnel)
    assert generate(api, funnel, key="k").status_code == 409
    cancel_job(job)

    assert generate(api, funnel, key="k").status_code == 202


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["", "one key"])
def test_fifty_simultaneous_starts_make_one_job(key):
    funnel = make_funnel()
    client = client_of(funnel.owner)

    def ask(_: int) -> tuple[int, str]:
        try:
            answer = generate(client, funnel, key=key)
            return answer.status_code, answer.json().get("job") or answer.json().get("id")
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(ask, range(50)))

    job = GenerationJob.objects.get()
    assert {job_id for _, job_id in answers} == {str(job.pk)}
    assert sorted(status for status, _ in answers) == ([202] * 50 if key else [202] + [409] * 49)


@pytest.mark.django_db(transaction=True)
def test_a_start_is_answered_soon_while_redis_is_away(ana, redis_server):
    funnels = [make_funnel(ana) for _ in range(3)]
    client = client_of(ana)
    redis_server.stop()

    def start(funnel: Funnel) -> None:
        answer = generate(client, funnel)
        assert (answer.status_code, funnel.jobs.get().status) == (202, JobStatus.RUNNING)

    assert is_one_done_soon(partial(start, funnel) for funnel in funnels)


def test_the_last_failed_or_cancelled_job_is_resumed(api, funnel):
    job = cancel_job(start_running(funnel))

    answer = api.post(f"/api/funnels/{funnel.pk}/resume/")

    assert (answer.status_code, answer.json()["id"]) == (202, str(job.pk))


def test_a_funnel_with_nothing_to_resume_is_409(api, funnel):
    answer = api.post(f"/api/funnels/{funnel.pk}/resume/")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_resumable")


def test_of_several_kinds_the_one_that_is_named_is_resumed_else_the_last_of_any(api, funnel):
    own = cancel_job(start_job(funnel))
    launched = cancel_job(start_job(funnel, blueprint="documents", inputs=SPRING))
    address = f"/api/funnels/{funnel.pk}/resume/"

    named = api.post(address, {"blueprint": "funnel"})
    last = api.post(address)

    assert (named.json()["id"], last.json()["id"]) == (str(own.pk), str(launched.pk))
    assert api.post(address, {"blueprint": "documents", "subject": "Autumn"}).status_code == 409
    assert list(api.post(address, {"blueprint": "novel"}).json()["errors"]) == ["blueprint"]


def test_a_job_that_a_later_one_has_completed_for_is_not_resumed(api, funnel):
    cancel_job(start_running(funnel))
    later = start_running(funnel)
    for position in range(1, 15):
        write(later, position)

    assert api.post(f"/api/funnels/{funnel.pk}/resume/").status_code == 409


def test_a_deadline_before_the_start_is_refused(api, funnel):
    start, deadline = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=1)

    body = {"scheduled_at": start.isoformat(), "deadline": deadline.isoformat()}
    answer = api.post(f"/api/funnels/{funnel.pk}/generate/", body, format="json")

    assert answer.status_code == 400
    assert "The deadline is before the start." in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_funnel_deleted_in_the_moment_of_its_start_is_not_found(api, funnel, monkeypatch):
    find = starts.find_funnel

    def find_and_lose(*args, **options) -> Funnel:
        found = find(*args, **options)
        Funnel.objects.filter(pk=found.pk).delete()
        return found

    monkeypatch.setattr(starts, "find_funnel", find_and_lose)

    assert generate(api, funnel).status_code == 404
