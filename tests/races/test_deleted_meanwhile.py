"""What is deleted at the moment that somebody writes it: who deletes has it gone, and nothing else breaks."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.allowances.accounts import locked_account
from generation.engine.allowances.ledger import grant
from generation.engine.batches.items import Row
from generation.engine.batches.verbs import start_batch
from generation.engine.gate.holds import Held, hold_task
from generation.engine.line.order import next_in_line
from generation.engine.outbox.webhooks import try_webhook
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.deletion import delete_funnel, delete_job, delete_owners
from generation.engine.verbs.jobs import cancel_job, start_job
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Delivery, Funnel, GenerationJob, Preferences, ProviderIncident
from generation.states import JobStatus
from settings_app import store
from tests.support.deliveries import make_webhook
from tests.support.edits import save
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import complete, start_running, task_at, write
from tests.support.locks import behind_us, waiting_for_us
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def a_text(ana: User) -> Callable[[], object]:
    job = start_running(make_funnel(ana))
    section = write(job, 1)
    complete(job)
    return lambda: save(section, "By hand.")


def a_test_of_a_webhook(ana: User) -> Callable[[], object]:
    return partial(try_webhook, make_webhook(ana))


@pytest.mark.parametrize("makes", [a_text, a_test_of_a_webhook])
def test_what_its_owner_writes_at_that_moment_goes_with_them(makes):
    ana = make_user()
    write_it = makes(ana)

    with behind_us(lambda: delete_owners([ana])) as begin_to_delete, transaction.atomic():
        write_it()
        begin_to_delete()

    assert not User.objects.filter(pk=ana.pk).exists()


def test_who_writes_a_text_and_then_pays_and_who_deletes_them_do_not_wait_for_each_other():
    ana = make_user()
    write_it = a_text(ana)
    grant(ana, 100, note="", by=None)

    with behind_us(lambda: delete_owners([ana])) as begin_to_delete, transaction.atomic():
        write_it()
        begin_to_delete()
        locked_account(ana.pk)

    assert not User.objects.exists()


def test_a_text_that_is_written_at_that_moment_goes_with_its_funnel():
    ana = make_user()
    write_it = a_text(ana)
    funnel = Funnel.objects.get()

    with behind_us(lambda: delete_funnel(funnel)) as begin_to_delete, transaction.atomic():
        write_it()
        begin_to_delete()

    assert not Funnel.objects.exists()


def test_who_starts_a_batch_at_that_moment_and_who_deletes_them_do_not_wait_for_each_other():
    ana = make_user()
    grant(ana, 100, note="", by=None)
    funnel = make_funnel(ana)
    refused: list[Exception] = []

    def start() -> None:
        try:
            start_batch(ana, rows=[Row(number=1, fields={"funnel": str(funnel.pk)})])
        except (NotAllowedError, InvalidRequestError) as refusal:
            refused.append(refusal)

    both = behind_us(lambda: delete_owners([ana])), behind_us(start)
    with both[0] as begin_to_delete, both[1] as begin_to_start, transaction.atomic():
        locked_account(ana.pk)
        begin_to_delete()
        begin_to_start()
        assert wait_until(lambda: waiting_for_us() == len(both))

    assert not User.objects.exists()
    assert len(refused) == 1


def test_where_the_first_in_line_is_deleted_those_behind_it_begin():
    ana = make_user()
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    first, second = (start_job(make_funnel(ana)) for _ in range(2))
    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    assert next_in_line(store.read_all()) == first.pk  # and that it is in line is written with it

    with behind_us(admit_jobs) as begin_to_admit, transaction.atomic():
        GenerationJob.objects.filter(pk=first.pk).update(status=JobStatus.CANCELLED)
        delete_job(first)
        begin_to_admit()
    admit_jobs()  # which on a slow machine has given up its wait

    assert list(GenerationJob.objects.values_list("pk", "status")) == [(second.pk, JobStatus.RUNNING)]


def test_a_task_of_a_job_that_is_deleted_is_not_held():
    job = start_running(make_funnel())
    held: list[Held] = []
    task = task_at(job, 1)

    def hold() -> None:
        held.append(hold_task(task.pk, job.epoch, code="provider_gate", message="It asked for 42 s."))

    with behind_us(hold) as begin_to_hold, transaction.atomic():
        delete_job(cancel_job(job))
        begin_to_hold()

    assert held == [Held.NOT_IN_TURN]


def test_a_failure_is_written_down_while_one_who_would_be_told_of_it_is_deleted():
    olga = make_user("olga", is_staff=True, email="olga@shop.example")
    Preferences.objects.create(user=olga, mail_when_failed=True, confirmed_email=olga.email)
    job = start_running(make_funnel())

    with behind_us(lambda: stop_by_incident(job)) as begin_to_fail, transaction.atomic():
        delete_owners([olga])
        begin_to_fail()

    job.refresh_from_db()
    assert (job.status, job.incident) == (JobStatus.FAILED, ProviderIncident.objects.get())
    assert not Delivery.objects.exists()
