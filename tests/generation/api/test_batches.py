"""Batches over the API once they are started: listed, read, cancelled and resumed as a whole."""

import pytest

from generation.engine.batches.verbs import cancel_batch
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import start_job
from tests.support.batches import make_batch
from tests.support.funnels import make_user

BATCHES = "/api/batches/"


def test_batches_are_listed_the_newest_first_in_as_many_queries(api, ana, django_assert_max_num_queries):
    for many in (1, 9, 2):
        make_batch(ana, jobs=many)
    make_batch(make_user("ben"))

    with django_assert_max_num_queries(10):
        listed = api.get(BATCHES).json()

    assert listed["count"] == 3
    assert [batch["total"] for batch in listed["results"]] == [2, 9, 1]
    assert "jobs" not in listed["results"][0]


def test_a_batch_is_read_with_the_ids_of_its_jobs(api, ana, django_assert_max_num_queries):
    batch = make_batch(ana)

    with django_assert_max_num_queries(15):
        told = api.get(f"{BATCHES}{batch.pk}/").json()

    assert (told["id"], told["total"], len(told["jobs"])) == (str(batch.pk), 3, 3)
    assert (told["expected_start"] is not None, told["estimated_completion"]) == (True, None)


def test_a_batch_is_cancelled_and_resumed_as_a_whole(api, ana):
    batch = make_batch(ana)

    cancelled = api.post(f"{BATCHES}{batch.pk}/cancel/")
    again = api.post(f"{BATCHES}{batch.pk}/cancel/")
    resumed = api.post(f"{BATCHES}{batch.pk}/resume/")

    told = [
        (answer.status_code, answer.json()["status"], answer.json()["refused"])
        for answer in (cancelled, again, resumed)
    ]
    assert told == [(200, "cancelled", []), (200, "cancelled", []), (202, "queued", [])]


def test_a_job_that_cannot_be_resumed_is_named(api, ana):
    batch = make_batch(ana)
    cancel_batch(batch)
    job = batch.jobs.first()
    start_job(job.funnel)

    told = api.post(f"{BATCHES}{batch.pk}/resume/").json()

    assert [refused["job"] for refused in told["refused"]] == [str(job.pk)]
    assert told["statuses"]["queued"] == 2


def test_a_batch_without_jobs_is_still_read(api, ana):
    batch = make_batch(ana, jobs=1)
    cancel_batch(batch)
    delete_job(batch.jobs.get())

    told = api.get(f"{BATCHES}{batch.pk}/").json()

    assert (told["status"], told["total"], told["jobs"], told["actions"]) == (None, 0, [], [])


def test_a_batch_is_put_off_and_brought_forward_as_a_whole(api, ana):
    batch = make_batch(ana)
    address = f"{BATCHES}{batch.pk}/"

    off = api.patch(address, {"scheduled_at": "2090-01-01T09:00:00Z", "deadline": "2090-01-02T09:00:00Z"})
    refused = api.patch(address, {"scheduled_at": "2090-01-03T09:00:00Z"}).json()["refused"]
    forward = api.patch(address, {"scheduled_at": None, "deadline": None})

    assert (off.status_code, off.json()["refused"], off.json()["put_off"]) == (200, [], 3)
    assert off.json()["expected_start"] == "2090-01-01T09:00:00Z"
    assert [(each["job"], "Choose a later one" in each["message"]) for each in refused] == [
        (job, True) for job in off.json()["jobs"]
    ]
    assert (forward.status_code, batch.jobs.filter(deadline=None, scheduled_at__year__lt=2090).count()) == (
        200,
        3,
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "body"),
        ({"priority": "low"}, "priority"),
        ({"scheduled_at": "2020-01-01T00:00:00Z"}, "scheduled_at"),
    ],
)
def test_what_a_batch_cannot_be_changed_to_is_named(api, ana, sent, field):
    answer = api.patch(f"{BATCHES}{make_batch(ana, jobs=1).pk}/", sent)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("way", ["", "cancel/", "resume/"])
def test_somebody_elses_batch_is_not_there(other, ana, way):
    batch = make_batch(ana)
    address = f"{BATCHES}{batch.pk}/{way}"

    answer = other.post(address) if way else other.get(address)

    assert answer.status_code == 404
    assert other.patch(f"{BATCHES}{batch.pk}/", {"scheduled_at": None}).status_code == 404
    assert other.get(BATCHES).json()["count"] == 0
    assert set(batch.jobs.values_list("status", flat=True)) == {"queued"}


def test_staff_see_every_batch_and_operators_steer_it(staff, operator, ana):
    batch = make_batch(ana)

    assert staff.get(f"{BATCHES}?owner=all").json()["count"] == 1
    assert staff.get(f"{BATCHES}{batch.pk}/").json()["actions"] == []
    assert staff.post(f"{BATCHES}{batch.pk}/cancel/").status_code == 403
    assert staff.patch(f"{BATCHES}{batch.pk}/", {"scheduled_at": None}).status_code == 403
    assert operator.post(f"{BATCHES}{batch.pk}/cancel/").json()["status"] == "cancelled"
    assert operator.patch(f"{BATCHES}{batch.pk}/", {"scheduled_at": None}).json()["code"] == "not_in_line"
