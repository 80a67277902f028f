"""What is written down to be told when a run ends."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from generation.engine.broker import courier
from generation.engine.outbox.endings import tell_ending
from generation.engine.running.settling import end_job, fail_job
from generation.engine.verbs.deletion import delete_funnel
from generation.engine.verbs.jobs import cancel_job, resume_job
from generation.models import Delivery, Preferences, ProviderIncident
from generation.models.moves import locked_job
from generation.states import DeliveryStatus, JobStatus
from tests.support.deliveries import ended_job, in_queue, make_webhook, next_try
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import complete, fail, start_running, write
from tests.support.kinds import start_launch

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)  # where a message is sent, after the commit


@pytest.fixture
def ana(db):
    return make_user(email="ana@shop.example")


@pytest.fixture
def funnel(ana):
    return make_funnel(ana)


def told():
    return sorted(Delivery.objects.values_list("channel", "about"))


@committed
def test_an_ending_is_told_by_each_way_that_was_chosen(ana, funnel):
    Preferences.objects.create(user=ana, mail_when_ready=True)
    first, second = make_webhook(ana), make_webhook(ana)

    complete(start_running(funnel))

    assert told() == [("email", "job.completed"), *[("webhook", "job.completed")] * 2]
    assert set(Delivery.objects.values_list("webhook", flat=True)) == {None, first.pk, second.pk}
    assert all(in_queue(delivery) for delivery in Delivery.objects.all())


def test_what_is_told_is_the_job_as_it_ended(ana, funnel, settings):
    make_webhook(ana)
    job = start_running(funnel)
    write(job, 1)
    fail(job, 2)

    delivery = Delivery.objects.get()

    assert delivery.payload == {
        "job": str(job.pk),
        "funnel": str(funnel.pk),
        "name": funnel.name,
        "blueprint": "funnel",
        "subject": "",
        "status": "failed",
        "run": 1,
        "progress": {"completed": 1, "total": 14},
        "error": {"code": "bad_request", "message": "Lead magnet, part 2: The AI service said no."},
        "url": f"{settings.ENV.public_url}/funnels/{funnel.pk}/",
    }


def test_of_another_kind_its_subject_is_told_and_its_own_page(ana, funnel):
    make_webhook(ana)

    complete(start_launch(funnel))

    told = Delivery.objects.get().payload
    assert (told["blueprint"], told["subject"]) == ("launch", "Spring event")
    assert told["url"].endswith(f"/funnels/{funnel.pk}/?kind=launch&subject=Spring+event")


@pytest.mark.parametrize(
    ("chosen", "good", "bad"),
    [
        ({"mail_when_ready": True}, True, False),
        ({"mail_when_failed": True}, False, True),
        ({"notify_in_browser": True}, False, False),
    ],
)
def test_good_news_and_bad_are_chosen_apart(ana, funnel, chosen, good, bad):
    Preferences.objects.create(user=ana, **chosen)

    complete(start_running(funnel))
    assert Delivery.objects.exists() is good
    Delivery.objects.all().delete()
    ended_job(make_funnel(ana))
    assert Delivery.objects.exists() is bad


def test_a_webhook_is_told_of_what_it_is_for_and_only_while_it_is_on(ana, funnel):
    make_webhook(ana, tells_completed=False)
    make_webhook(ana, is_on=False)

    complete(start_running(funnel))
    assert told() == []
    ended_job(funnel)
    assert told() == [("webhook", "job.failed")]


def test_nobody_is_told_of_what_is_anothers(ana, funnel):
    ben = make_user("ben", email="ben@shop.example")
    Preferences.objects.create(user=ben, mail_when_ready=True)
    make_webhook(ben)

    complete(start_running(funnel))

    assert told() == []


def test_without_an_address_there_is_no_letter(funnel, ana):
    Preferences.objects.create(user=ana, mail_when_ready=True)
    type(ana).objects.update(email="")

    complete(start_running(funnel))

    assert told() == []


def test_a_cancel_is_told_to_nobody(ana, funnel):
    make_webhook(ana)

    cancel_job(start_running(funnel))

    assert told() == []


def test_what_an_incident_stopped_is_told_when_it_has_really_ended(ana, funnel):
    make_webhook(ana)
    job, now = start_running(funnel), timezone.now()
    incident = ProviderIncident.objects.create(
        provider="anthropic", model="m", code="unauthorised", message="No.", opened_at=now
    )

    with locked_job(job.pk) as locked:
        locked.write(incident=incident)
        fail_job(locked, "unauthorised", "The AI service refused the key.")

    assert told() == []


@committed
def test_an_ending_is_written_down_once_and_the_next_run_has_its_own(ana, funnel):
    make_webhook(ana)
    job = ended_job(funnel)

    with locked_job(job.pk) as locked:
        tell_ending(locked)
    assert told() == [("webhook", "job.failed")]
    resume_job(job)
    fail(job, 1)
    assert sorted(Delivery.objects.values_list("run", flat=True)) == [1, 2]


@committed
def test_an_ending_is_told_though_its_funnel_is_deleted_before_anybody_took_it(ana, funnel):
    make_webhook(ana)
    job = ended_job(funnel)

    delete_funnel(funnel)

    delivery = Delivery.objects.get()
    assert (delivery.job, delivery.status, delivery.payload["job"]) == (None, DeliveryStatus.DUE, str(job.pk))
    assert next_try(delivery).tries == 1


@committed
def test_an_ending_that_is_taken_back_is_told_to_nobody(ana, funnel, redis_server):
    make_webhook(ana)
    job = start_running(funnel)
    redis_server.flush()

    with transaction.atomic():
        complete(job)
        transaction.set_rollback(True)

    assert told() == []
    assert courier.chains_in_queue() == frozenset()


def test_an_ending_that_nobody_wants_to_hear_of_costs_one_query(funnel):
    job = start_running(funnel)

    with locked_job(job.pk) as locked:
        end_job(locked, JobStatus.COMPLETED, "job_completed")
        with CaptureQueriesContext(connection) as queries:
            tell_ending(locked)

    assert len(queries) == 1
