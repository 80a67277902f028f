"""A webhook's delivery whose worker dies while the receiver thinks about it."""

import threading

from generation.models import Delivery
from generation.states import DeliveryStatus
from tests.support.deliveries import ended_job, make_due, make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.processes import wait_until
from tests.support.receiver import Receiver

ANYWHERE = {"WEBHOOKS_TO_PRIVATE_ADDRESSES": "true"}


def test_a_worker_killed_while_sending_leaves_it_to_another_under_the_same_name(worker, reconciler):
    came, never = threading.Event(), threading.Event()

    def think(handler):
        came.set()
        never.wait(60)

    with Receiver() as receiver:
        receiver.answers.append(think)
        ana = make_user()
        make_webhook(ana, receiver.url)
        ended_job(make_funnel(ana))  # before any worker is there to take its task
        doomed = worker(concurrency=1, env=ANYWHERE)
        assert came.wait(30)
        doomed.kill()

        delivery = Delivery.objects.get()
        assert (delivery.status, delivery.tries) == (DeliveryStatus.DUE, 1)
        make_due(delivery)  # its lease is over
        reconciler()
        worker(concurrency=1, env=ANYWHERE)

        assert wait_until(lambda: Delivery.objects.get().status == DeliveryStatus.SENT, seconds=60)
        never.set()
    assert [posted.headers["webhook-id"] for posted in receiver.posted] == [str(delivery.pk)] * 2
    assert Delivery.objects.get().tries == 2
