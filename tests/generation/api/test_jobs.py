"""Jobs over the API: what they read, and what may be done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.app_settings import MAX_CONCURRENT_JOBS, PRIORITY_BOOST
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import StartOptions, cancel_job, start_job
from generation.models import GenerationJob
from generation.states import Priority
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.incidents import stop_by_incident
from tests.support.jobs import begin, fail, start_running, write

KEYS = {
    *("id", "funnel", "blueprint", "status", "subject", "seq", "priority", "lanes", "queue_position"),
    *(
        "expected_start",
        "hold",
        "scheduled_at",
        "deadline",
        "brief_changed",
        "progress",
        "current_tasks",
        "tasks",
        "queued_at",
    ),
    *("started_at", "completed_at", "estimated_completion", "usage", "error", "batch", "actions"),
}
TASK_KEYS = {
    *("position", "key", "title", "group", "status", "stage", "attempt_count", "max_attempts"),
    *("next_attempt_at", "error", "started_at", "completed_at", "seconds", "words"),
}


def read(api, job: GenerationJob) -> dict:
    answer = api.get(f"/api/jobs/{job.pk}/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_job_in_line_reads_as_the_contract_says(api, funnel):
    job = start_job(funnel)

    shown = read(api, job)

    assert shown.keys() == KEYS
    assert shown["tasks"][0].keys() == TASK_KEYS
    assert shown["status"] == "queued"
    assert shown["queue_position"] == 1
    assert shown["progress"] == {"completed": 0, "total": 14, "percent": 0, "message": "Waiting in line"}
    assert shown["hold"]["code"] == "slot"
    assert [shown[name] for name in ("error", "batch", "started_at", "estimated_completion")] == [None] * 4
    assert shown["usage"]["cost_usd"] == "0.0000"
    assert [task["position"] for task in shown["tasks"]] == list(range(1, 15))


def test_a_running_job_says_where_it_stands(api, funnel):
    job = start_running(funnel)
    write(job, 1)
    write(job, 2)
    begin(job, 3)

    shown = read(api, job)

    assert shown["progress"]["completed"] == 2
    assert shown["progress"]["message"] == "Writing Front-end, part 1"
    assert shown["current_tasks"] == ["front_end_part_1"]
    assert shown["queue_position"] is None
    assert shown["estimated_completion"] is not None
    assert shown["usage"] == {
        "provider_calls": 2,
        "input_tokens": 0,
        "cached_input_tokens": 0,
        "output_tokens": 20,
        "cost_usd": "0.0030",
    }
    assert shown["tasks"][0]["words"] == 5


def test_a_task_that_waits_says_for_what(api, funnel):
    job = start_running(funnel)
    fail(job, 1, retryable=True)

    task = read(api, job)["tasks"][0]

    assert (task["status"], task["attempt_count"], task["max_attempts"]) == ("waiting", 1, 7)
    assert task["next_attempt_at"] is not None
    assert task["error"] == {"code": "provider_busy", "message": "The AI service said no.", "retryable": True}


def test_a_failed_job_says_why(api, funnel):
    job = start_running(funnel)
    fail(job, 1)

    shown = read(api, job)

    assert shown["status"] == "failed"
    assert shown["error"]["code"] == "bad_request"
    assert shown["error"]["goes_on_by_itself"] is False
    assert shown["actions"] == ["resume", "reset", "retry", "regenerate"]


def test_a_job_that_an_incident_stopped_says_that_it_goes_on_by_itself(api, funnel):
    job = start_running(funnel)
    stop_by_incident(job)

    shown = read(api, job)

    assert (shown["status"], shown["error"]["code"]) == ("failed", "unauthorised")
    assert shown["error"]["goes_on_by_itself"] is True
    assert "goes on by itself" in shown["error"]["message"]
    assert "Retrying will not help" not in shown["error"]["message"]


def test_a_job_says_that_the_brief_has_changed_since(api, funnel):
    job = start_job(funnel)

    api.patch(f"/api/funnels/{funnel.pk}/", {"language": "de"})

    assert read(api, job)["brief_changed"] is True


def test_reading_a_job_takes_few_queries(api, funnel, django_assert_max_num_queries):
    job = start_running(funnel)
    write(job, 1)

    with django_assert_max_num_queries(9):  # three of them sign in, one reads its owner's account
        read(api, job)


def test_a_place_in_line_takes_one_more_query_for_what_runs_before_it(
    api, funnel, django_assert_max_num_queries
):
    job = start_job(funnel)

    with django_assert_max_num_queries(10):
        assert read(api, job)["queue_position"] == 1


def test_a_job_in_line_tells_when_it_should_begin(api, funnel):
    job = start_job(funnel)
    assert read(api, job)["expected_start"] is not None  # a slot is free

    admit_jobs()
    assert read(api, job)["expected_start"] is None


def test_reading_a_job_loads_no_brief(api, funnel):
    job = start_job(funnel)

    with CaptureQueriesContext(connection) as queries:
        read(api, job)

    assert not [
        query["sql"] for query in queries if "brief" in query["sql"].partition(" FROM ")[0].split(",")
    ]
    assert not [query for query in queries if '"generation_jobs"."brief",' in query["sql"]]


def test_many_jobs_take_no_more_queries_than_one(api, ana, django_assert_max_num_queries):
    for number in range(10):
        start_running(make_funnel(ana, name=str(number)))

    with django_assert_max_num_queries(14):
        assert len(api.get("/api/jobs/").json()["results"]) == 10


@pytest.mark.parametrize(
    ("query", "found"),
    [("status=queued", 1), ("status=failed", 0), ("blueprint=funnel", 1)],
)
def test_jobs_are_filtered(api, funnel, query, found):
    start_job(funnel)

    assert api.get(f"/api/jobs/?{query}").json()["count"] == found


def test_jobs_are_found_by_their_funnel(api, ana, funnel):
    start_job(funnel)
    start_job(make_funnel(ana))

    assert api.get(f"/api/jobs/?funnel={funnel.pk}").json()["count"] == 1


def test_jobs_are_found_by_their_subject(api, funnel):
    for project in ("Spring relaunch", "Autumn"):
        start_job(funnel, blueprint="documents", inputs={"documents": ["faq"], "project": project})

    found = api.get("/api/jobs/?blueprint=documents&subject=Spring+relaunch").json()["results"]

    assert [job["subject"] for job in found] == ["Spring relaunch"]


@pytest.mark.parametrize("query", ["status=done", "blueprint=novel", "funnel=12", "status=a%00"])
def test_a_filter_that_cannot_be_is_400_with_a_sentence(api, query):
    answer = api.get(f"/api/jobs/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][query.partition("=")[0]]


def test_a_job_is_cancelled_with_200_and_once(api, funnel):
    job = start_running(funnel)

    first, second = (api.post(f"/api/jobs/{job.pk}/cancel/") for _ in range(2))

    assert (first.status_code, first.json()["status"]) == (200, "cancelled")
    assert (second.status_code, second.json()["code"]) == (409, "job_not_open")


def test_a_cancelled_job_is_resumed_with_202(api, funnel, committed):
    job = cancel_job(start_running(funnel))

    with committed():
        answer = api.post(f"/api/jobs/{job.pk}/resume/")

    assert answer.status_code == 202
    assert read(api, job)["status"] == "running"


def test_a_running_job_is_not_resumed(api, funnel):
    job = start_running(funnel)

    answer = api.post(f"/api/jobs/{job.pk}/resume/")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_resumable")


def test_a_reset_starts_all_over(api, funnel):
    job = start_running(funnel)
    write(job, 1)

    answer = api.post(f"/api/jobs/{job.pk}/reset/")

    assert answer.status_code == 202
    assert answer.json()["progress"]["completed"] == 0


def test_the_priority_changes_only_in_line(api, ana, funnel):
    store.save({MAX_CONCURRENT_JOBS.key: 1}, None)
    running, queued = start_running(make_funnel(ana)), start_job(funnel)

    in_line, too_late = (api.patch(f"/api/jobs/{job.pk}/", {"priority": "high"}) for job in (queued, running))

    assert (in_line.status_code, in_line.json()["priority"]) == (200, "high")
    assert (too_late.status_code, too_late.json()["code"]) == (409, "not_in_line")


def test_only_operators_change_priorities_where_that_is_so_set(api, operator, funnel):
    store.save({PRIORITY_BOOST.key: False}, None)
    job = start_job(funnel)

    assert "raise" not in read(api, job)["actions"]
    assert api.patch(f"/api/jobs/{job.pk}/", {"priority": "high"}).status_code == 403
    assert operator.patch(f"/api/jobs/{job.pk}/", {"priority": "high"}).status_code == 200


def test_staff_are_offered_no_action_that_they_may_not_take(staff, operator, funnel):
    job = start_running(funnel)

    assert read(staff, job)["actions"] == []
    assert read(operator, job)["actions"] == ["cancel", "reset"]


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"priority": "urgent"}, {"priority": "high", "status": "completed"}),
        *({"scheduled_at": "2020-01-01T10:00:00Z"}, {"scheduled_at": "2090-01-01T10:00:00"}),
        {"priority": "high", "scheduled_at": "2090-01-02T10:00:00Z", "deadline": "2090-01-01T10:00:00Z"},
    ],
)
def test_nothing_is_changed_where_anything_asked_for_is_wrong(api, funnel, body):
    job = start_job(funnel)

    assert api.patch(f"/api/jobs/{job.pk}/", body).status_code == 400
    assert read(api, job)["priority"] == "normal"


def test_a_job_in_line_is_put_off_and_brought_forward(api, ana, funnel):
    job, later = start_job(funnel), "2090-01-01T10:00:00Z"

    off, now = (api.patch(f"/api/jobs/{job.pk}/", {"scheduled_at": at}) for at in (later, None))
    running = start_running(make_funnel(ana))

    assert (off.json()["scheduled_at"], off.json()["queue_position"]) == (later, None)
    assert (off.json()["hold"]["code"], now.json()["queue_position"]) == ("scheduled", 1)
    assert api.patch(f"/api/jobs/{running.pk}/", {"scheduled_at": None}).json()["code"] == "not_in_line"


def test_the_place_in_line_follows_the_priority(api, ana):
    low = start_job(make_funnel(ana), options=StartOptions(priority=Priority.LOW))
    high = start_job(make_funnel(ana), options=StartOptions(priority=Priority.HIGH))

    assert (read(api, high)["queue_position"], read(api, low)["queue_position"]) == (1, 2)
