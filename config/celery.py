"""The Celery application, with the reason for each of its settings beside it."""

import os

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A worker would import every page for Django's checks, whose findings Celery then throws away.
os.environ.setdefault("CELERY_SKIP_CHECKS", "true")

from django.conf import settings

QUEUE = "generation"

app = Celery("galley", task_cls="config.wakeup:WakingTask")
app.steps["consumer"].add("config.wakeup:ListenForWakeUps")
app.conf.update(
    broker_url=settings.REDIS_URL,
    task_default_queue=QUEUE,
    # PostgreSQL is the truth: nobody reads a result, and storing them costs a fifth of the worker's CPU.
    task_ignore_result=True,
    result_backend=None,
    # A message is acknowledged when its task has ended, so that a killed worker's comes back by itself.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # One message a thread: the others stay in the broker, where any worker can take them.
    worker_prefetch_multiplier=1,
    # Redis may be away for as long as it likes; workers go on when it is back.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    broker_transport_options={
        # Held countdowns come back after this; shorter ones made long waits run several times.
        "visibility_timeout": 3600,
        # A worker gives a silent Redis up after this and connects anew; without it, it would wait for ever.
        # Longer than a Redis that writes its data down may pause. Starts have a shorter one, in the courier.
        "socket_timeout": 30,
        "socket_connect_timeout": 1,
        # A router that drops an idle connection tells nobody: the system finds out, and a connection that
        # was idle for ten seconds is asked before a message is trusted to it.
        "socket_keepalive": True,
        "health_check_interval": 10,
        # Every thread acknowledges on a connection of its own, and the eleventh would break at kombu's ten.
        "max_connections": 200,
    },
    # A start is answered even when Redis is away: publishing is tried once, the reconciler does the rest.
    task_publish_retry=False,
    # Flower lists messages by these events. Not "sent": it can come after "received" and says the message's
    # name where the others say the task's key.
    worker_send_task_events=True,
    task_send_sent_event=False,
    timezone="UTC",
)
app.autodiscover_tasks(["generation"])


@signals.setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery sets logging up itself unless somebody listens here; Django has done so already."""
