"""What an operator does and sees while a worker runs."""

import json
from base64 import b64encode
from typing import Any
from urllib.request import Request, urlopen

from django.urls import reverse

from config.embedded.ports import free_port
from generation.app_settings import RETRY_DELAYS
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob, TaskAttempt
from settings_app import store
from settings_app.schema import all_settings
from settings_app.values import value_to_text
from tests.support.anthropic_replies import OVERLOADED
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.processes import wait_until


def test_a_delay_saved_in_the_admin_during_attempt_two_is_the_countdown_of_attempt_three(
    running_worker, provider, client
):
    store.save({RETRY_DELAYS[0].key: 0, RETRY_DELAYS[1].key: 3000}, changed_by=None)
    provider.script(OVERLOADED, OVERLOADED)
    provider.hold_after(1)
    client.force_login(make_user("operator", is_staff=True, is_superuser=True))
    job = start_job(make_funnel())
    provider.wait_for(2)

    form = {key: value_to_text(store.get(setting)) for key, setting in all_settings().items()}
    answer = client.post(
        reverse("admin:settings_app_appsetting_changelist"), form | {RETRY_DELAYS[1].key: "1"}
    )
    provider.go_on()
    wait_for_end(job)

    assert answer.status_code == 302
    attempts = TaskAttempt.objects.filter(task__job=job, task__position=1).order_by("number")
    assert [attempt.retry_seconds for attempt in attempts] == [0, 1, None]
    assert (attempts[2].started_at - attempts[1].ended_at).total_seconds() >= 1


def test_flower_lists_the_messages_of_a_funnel_by_the_keys_of_their_tasks(
    running_worker, provider, processes, tmp_path
):
    port = free_port()
    env = {"FLOWER_PORT": str(port), "FLOWER_BASIC_AUTH": "ops:secret", "GALLEY_HOME": str(tmp_path)}
    processes.run("flower", "-m", "celery", "-A", "config", "flower", "--conf=config/flower.py", env=env)
    assert wait_until(lambda: flower(port, "workers?status=true"), seconds=60), "Flower hears of no worker"

    job = wait_for_end(start_job(make_funnel()))

    keys = sorted(job.tasks.values_list("key", flat=True))
    assert wait_until(lambda: names_of(job, flower(port, "tasks")) == keys), flower(port, "tasks")


def names_of(job: GenerationJob, messages: dict[str, Any] | None) -> list[str]:
    """Return the names of the job's messages; a late one of an earlier test's job may be among the others."""
    ids = [str(task.pk) for task in job.tasks.all()]
    listed = [(message["name"] or "", message["args"] or "") for message in (messages or {}).values()]
    return sorted({name for name, arguments in listed if any(pk in arguments for pk in ids)})


def flower(port: int, what: str) -> dict[str, Any] | None:
    """Return what Flower's API lists; None while it does not answer."""
    request = Request(f"http://127.0.0.1:{port}/api/{what}")
    request.add_header("Authorization", "Basic " + b64encode(b"ops:secret").decode())
    try:
        with urlopen(request, timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return None
