"""Celery's door: a message a task of a job, an export, a delivery; a worker's start and stop."""

import threading
from typing import Any
from uuid import UUID

from celery import Task, shared_task, signals
from celery.exceptions import Ignore, Reject
from django.conf import settings

from generation.engine.broker.courier import DELIVERY_MESSAGE, EXPORT_MESSAGE, MESSAGE, TRIAL_MESSAGE
from generation.engine.broker.starvation import MessageWatch
from generation.engine.exporting.making import make_export
from generation.engine.mending.let_in_again import go_on_if_mended
from generation.engine.outbox.turns import deliver
from generation.engine.running.keeper import keeper
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Again, Done, GivenBack, Stop
from generation.engine.writers.warming import warm_writers


@shared_task(bind=True, name=MESSAGE, max_retries=None)
def perform_task(self: "Task[Any, Any]", task_id: str, epoch: int) -> None:
    """Perform a task; `self.retry` keeps the rest of the chain behind it."""
    match perform(UUID(task_id), epoch):
        case Done():
            return
        case Again(seconds):
            raise self.retry(countdown=seconds)
        case GivenBack():
            raise Reject(requeue=True)
        case Stop():
            raise Ignore


@shared_task(name=EXPORT_MESSAGE)
def make_export_file(file_id: str) -> None:
    """Make the file; where that breaks off, the reconciler has it made again."""
    make_export(UUID(file_id))


@shared_task(name=TRIAL_MESSAGE)
def try_refusing_provider(incident_id: int) -> None:
    """Ask a provider that let nobody in whether it does again; the reconciler sends another if not."""
    go_on_if_mended(incident_id)


@shared_task(name=DELIVERY_MESSAGE)
def make_delivery(delivery_id: str, number: int) -> None:
    """Make one try of a delivery; the reconciler has the next one made, and one that was lost."""
    deliver(UUID(delivery_id), number)


_watch = MessageWatch()


@signals.worker_ready.connect
def show_sign_of_life(**_: Any) -> None:
    keeper()
    warm_writers()
    _watch.start()


@signals.task_prerun.connect
def note_a_message(**_: Any) -> None:
    _watch.began()


@signals.task_postrun.connect
def note_its_end(**_: Any) -> None:
    _watch.ended()


@signals.worker_shutting_down.connect
def give_back_after_grace(**_: Any) -> None:
    """Let running calls end for WORKER_GRACE_SECONDS, then stop them; the pool waits for their threads."""
    timer = threading.Timer(settings.ENV.worker_grace_seconds, keeper().close)
    timer.daemon = True
    timer.start()
