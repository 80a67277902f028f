"""One incident for a provider that lets nobody in, and how it comes to its end."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from generation.acting import Actor, acting
from generation.app_settings import FALLBACK_WRITERS, WRITER_MODEL, WRITER_PROVIDER
from generation.engine.broker.courier import TRIAL_MESSAGE
from generation.engine.gate.incidents import (
    TRIAL_EVERY,
    close_incident,
    opens_incident,
    send_due_trials,
    send_trial_now,
    try_provider,
    what_is_wrong,
)
from generation.errors import NotAllowedError
from generation.models import AuditEntry, Delivery, Preferences, ProviderIncident
from generation.providers import failures
from generation.states import JobStatus, TaskStatus
from settings_app import store
from tests.support import anthropic_replies as replies
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, make_incident, refuse, stop_by_incident
from tests.support.jobs import begin, fail, start_running, task_at
from tests.support.line import messages_in_queue
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana():
    return make_user()


def started(owner):
    return start_running(make_funnel(owner))


def due_again(incident: ProviderIncident) -> None:
    ProviderIncident.objects.filter(pk=incident.pk).update(last_trial_at=Now() - TRIAL_EVERY)


@pytest.mark.parametrize(
    ("kind", "opens"),
    [
        (failures.UNAUTHORISED, True),
        (failures.NO_KEY, True),
        (failures.FORBIDDEN, True),
        (failures.SPEND_LIMIT, True),
        (failures.BAD_REQUEST, False),
        (failures.NOT_FOUND, False),
        (failures.BUSY, False),
        (failures.UNREACHABLE, False),
    ],
    ids=lambda kind: getattr(kind, "sentence", ""),
)
def test_what_every_other_call_would_meet_too_opens_an_incident(kind, opens):
    assert opens_incident(kind.error(status=400)) is opens


def test_a_refused_call_fails_its_task_and_its_job_at_once_and_opens_the_incident(ana):
    job = started(ana)

    incident = stop_by_incident(job)

    assert (job.status, job.error_code) == (JobStatus.FAILED, "unauthorised")
    assert (task_at(job, 1).status, task_at(job, 1).attempt_count) == (TaskStatus.FAILED, 1)
    assert (incident.provider, incident.model, incident.code) == ("anthropic", "claude-next", "unauthorised")
    assert incident.is_open


def test_what_is_wrong_is_said_for_everybody():
    said = {code: what_is_wrong(ProviderIncident(code=code)) for code in ("unauthorised", "spend_limit")}

    assert said["unauthorised"] == "The AI service refuses our key."
    assert said["spend_limit"] == "The spending limit at the AI service is reached."


def test_workers_that_are_refused_at_the_same_moment_open_one_incident(ana):
    claims = [begin(started(ana), 1) for _ in range(5)]

    outcomes = all_at_once([lambda claim=claim: refuse(claim) for claim in claims])

    assert outcomes == [None] * 5
    incident = ProviderIncident.objects.get()
    assert incident.jobs.count() == 5


def test_staff_who_want_mail_of_what_failed_are_written_to_once(ana):
    wanting, other = {"mail_when_failed": True}, {"mail_when_ready": True}
    for name, wish, fields in (
        ("boss", wanting, {}),
        ("sam", other, {}),
        ("ben", wanting, {"is_staff": False}),
        ("gone", wanting, {"is_active": False}),
        ("mute", wanting, {"email": ""}),
    ):
        person = make_user(name, **{"email": f"{name}@shop.example", "is_staff": True} | fields)
        Preferences.objects.create(user=person, **wish)

    for _ in range(2):
        stop_by_incident(started(ana))

    told = Delivery.objects.values_list("user__username", "channel", "about")
    assert list(told) == [("boss", "email", "incident.opened")]
    assert "ask an administrator" not in Delivery.objects.get().payload["message"]


def test_each_provider_has_an_incident_of_its_own(ana):
    refuse(begin(started(ana), 1))
    refuse(begin(started(ana), 1), provider="gemini")

    assert set(ProviderIncident.objects.values_list("provider", flat=True)) == {"anthropic", "gemini"}


def test_a_call_that_began_before_the_end_belongs_to_the_incident_that_is_over(ana):
    late = started(ana)
    claim = begin(late, 1)
    incident = stop_by_incident(started(ana))
    end(incident)

    refuse(claim)

    late.refresh_from_db()
    assert late.incident == incident
    assert ProviderIncident.objects.count() == 1


def test_a_call_that_began_after_the_end_opens_another(ana):
    incident = stop_by_incident(started(ana))
    end(incident)

    other = stop_by_incident(started(ana))

    assert other != incident
    assert other.is_open


def test_any_other_failure_leaves_a_job_that_nobody_resumes_by_itself(ana):
    job = started(ana)
    fail(job, 1)

    job.refresh_from_db()
    assert job.incident is None
    assert not ProviderIncident.objects.exists()


def test_a_trial_is_sent_once_in_every_fifteen_seconds():
    incident = make_incident()
    at_once = send_due_trials()
    due_again(incident)

    assert (at_once, send_due_trials(), send_due_trials()) == (0, 1, 0)
    assert messages_in_queue(TRIAL_MESSAGE) == 1
    incident.refresh_from_db()
    assert incident.trial_count == 1


def test_of_two_who_would_send_a_trial_at_once_one_does():
    due_again(make_incident())

    assert sorted(all_at_once([send_due_trials] * 2)) == [0, 1]


def test_a_person_need_not_wait_for_the_next_trial():
    incident = make_incident()

    send_trial_now(incident)

    assert messages_in_queue(TRIAL_MESSAGE) == 1
    end(incident)
    with pytest.raises(NotAllowedError, match="over"):
        send_trial_now(incident)


def test_an_incident_that_is_over_is_tried_no_more():
    incident = make_incident()
    due_again(incident)
    end(incident)

    assert send_due_trials() == 0
    assert not try_provider(incident.pk)


def test_a_trial_that_is_refused_leaves_the_incident_open_and_says_why(server):
    server.default = replies.status(401)
    incident = make_incident()

    assert not try_provider(incident.pk)

    incident.refresh_from_db()
    assert incident.is_open
    assert "refused the request (401)" in incident.last_trial_message


@pytest.mark.parametrize(
    "reply", [replies.OK, replies.MAX_TOKENS, replies.REFUSAL], ids=["whole", "cut", "no"]
)
def test_the_first_answer_ends_the_incident_whole_or_not(server, reply):
    server.default = reply
    incident = make_incident()

    assert try_provider(incident.pk)

    incident.refresh_from_db()
    assert timezone.now() - incident.closed_at < timedelta(minutes=1)
    assert (incident.closed_by, "answered in" in incident.last_trial_message) == ("", True)


@pytest.mark.parametrize(
    ("settings_name", "asked"),
    [
        ({WRITER_MODEL.key: "claude-other"}, "claude-other"),
        ({WRITER_PROVIDER.key: "demo", FALLBACK_WRITERS.key: "anthropic:claude-other"}, "claude-other"),
        ({FALLBACK_WRITERS.key: "anthropic:claude-next"}, "claude-next"),
        ({WRITER_PROVIDER.key: "demo"}, "claude-next"),
    ],
    ids=["another", "another that steps in", "still the same", "none any more"],
)
def test_the_model_that_the_settings_name_by_now_is_asked(server, settings_name, asked):
    store.save(settings_name, None)

    try_provider(make_incident().pk)

    assert [request.body["model"] for request in server.requests] == [asked]


def test_staff_may_end_it_without_an_answer():
    incident = make_incident()

    close_incident(incident, by="boss")

    incident.refresh_from_db()
    assert (incident.closed_by, incident.last_trial_message) == (
        "boss",
        "Closed by boss, without an answer.",
    )
    with pytest.raises(NotAllowedError, match="over already"):
        close_incident(incident, by="boss")


def test_who_tries_and_who_closes_is_in_the_audit_log_and_the_reconciler_is_not():
    incident, boss = make_incident(), make_user("boss", is_staff=True)
    due_again(incident)
    send_due_trials()

    with acting(Actor(through="admin", find=lambda: boss)):
        send_trial_now(incident)
        close_incident(incident, by="boss")

    noted = AuditEntry.objects.order_by("pk").values_list("actor_name", "action", "target", "target_name")
    assert list(noted) == [
        ("boss", "incident_tried", "incident", "anthropic: unauthorised"),
        ("boss", "incident_closed", "incident", "anthropic: unauthorised"),
    ]


def test_what_is_refused_is_not_in_the_audit_log():
    incident, boss = make_incident(), make_user("boss", is_staff=True)
    end(incident)

    with acting(Actor(through="admin", find=lambda: boss)), pytest.raises(NotAllowedError):
        send_trial_now(incident)

    assert not AuditEntry.objects.exists()
