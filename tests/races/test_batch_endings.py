"""Jobs of a batch that end or are deleted at the same moment."""

from functools import partial

import pytest
from django.contrib import admin
from django.db import transaction

from generation.engine.outbox.endings import tell_ending
from generation.models import CreditEntry, Delivery, Funnel, GenerationBatch, GenerationJob
from generation.models.moves import locked_job
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import stop_by_incident
from tests.support.jobs import complete, start_running
from tests.support.locks import behind_us


def put_into_a_batch(owner):
    GenerationJob.objects.update(
        batch=GenerationBatch.objects.create(owner=owner, name="Spring", blueprint="funnel")
    )


def test_the_end_of_their_batch_is_told_once(transactional_db):
    ana = make_user()
    make_webhook(ana)
    first, second = start_running(make_funnel(ana)), start_running(make_funnel(ana))
    put_into_a_batch(ana)
    CreditEntry.objects.all().delete()  # else they meet at the owner's account already

    with behind_us(lambda: complete(second)) as begin_to_end, transaction.atomic():
        complete(first)
        begin_to_end()

    ended = Delivery.objects.get(about="batch.ended")
    assert ended.payload["jobs"]["completed"] == 2


@pytest.mark.parametrize(("model", "order"), [(GenerationJob, "pk"), (Funnel, "jobs__pk")])
def test_whoever_deletes_several_waits_for_one_without_holding_up_its_batch(transactional_db, model, order):
    """The reconciler finds that it cannot resume a job: it holds that job, and then needs the batch."""
    ana = make_user()
    for _ in range(2):
        stop_by_incident(start_running(make_funnel(ana)))
    put_into_a_batch(ana)
    last, rows = GenerationJob.objects.latest("pk"), model.objects.order_by(order)

    delete_all = partial(admin.site.get_model_admin(model).delete_queryset, None, rows)
    with behind_us(delete_all) as begin_to_delete, locked_job(last.pk) as locked:
        begin_to_delete()
        locked.write(incident=None)
        tell_ending(locked)

    assert not GenerationJob.objects.exists()
