"""What the admin is tested with: staff who may do more or less, jobs, and what they have written."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from generation.engine.verbs.jobs import start_job
from generation.models import (
    Funnel,
    GenerationJob,
    GenerationTask,
    ProcessBeat,
    Revision,
    Section,
    TaskAttempt,
)
from generation.models.moves import locked_job
from generation.states import JobStatus, TaskStatus
from tests.support.funnels import make_staff

JOBS = "/admin/generation/generationjob/"
TASKS = "/admin/generation/generationtask/"
FUNNELS = "/admin/generation/funnel/"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(name: str, *permissions: str) -> Client:
    """Return a browser in which a member of staff with these permissions is signed in."""
    return client_of(make_staff(name, *permissions))


def text_of(response: HttpResponse) -> str:
    """Return the words of a page, as a person reads them."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def act(client: Client, address: str, action: str, *rows: Any, **more: str) -> HttpResponse:
    """Use an action on these rows, as the list's form does; return the page one ends up on."""
    selected = [str(row.pk) for row in rows]
    return client.post(address, {"action": action, "_selected_action": selected, **more}, follow=True)


def make_running_job(funnel: Funnel) -> GenerationJob:
    """Write a job that was admitted and has not been touched by a worker."""
    job = start_job(funnel)
    GenerationJob.objects.filter(pk=job.pk).update(
        status=JobStatus.RUNNING, epoch=1, started_at=timezone.now()
    )
    job.refresh_from_db()
    return job


def make_failed_job(funnel: Funnel) -> GenerationJob:
    """Write a job whose first task is completed, with its cover, and whose second failed."""
    job, now = make_running_job(funnel), timezone.now()
    first, second = job.tasks.order_by("position")[:2]
    change(first, status=TaskStatus.COMPLETED, completed_at=now, words=300)
    write_cover(job, first.key)
    error = {"error_code": "provider_busy", "error_message": "The provider is busy."}
    change(second, status=TaskStatus.FAILED, attempt_count=7, last_attempt_at=now, **error)
    make_attempt(second, detail="status 529", **error)
    with locked_job(job.pk) as locked:
        message = f"{second.name}: The provider is busy."
        locked.move(JobStatus.FAILED, completed_at=now, error_code="provider_busy", error_message=message)
        locked.record("job_failed", code="provider_busy")
    return locked.job


def change(row: Any, **fields: Any) -> None:
    """Write fields as no person could."""
    type(row).objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()


def make_attempt(task: GenerationTask, **fields: Any) -> TaskAttempt:
    now = timezone.now()
    known = {
        "round": 1,
        "number": 1,
        "outcome": "failed",
        "started_at": now - timedelta(seconds=40),
        "ended_at": now,
        "stages": [{"name": "validation", "outcome": "success", "seconds": 0.01}],
        "settings": {"max_retry_attempts": 7},
        "output_tokens": 1200,
        "cost_micro_usd": 18_300,
    }
    return TaskAttempt.objects.create(task=task, **known | fields)


def write_cover(job: GenerationJob, task_key: str) -> Section:
    section = Section.objects.create(
        funnel=job.funnel,
        blueprint=job.blueprint,
        task_key=task_key,
        key="cover",
        kind="prose",
        title="Cover",
        position=1,
    )
    Revision.objects.create(section=section, number=1, body="# The 40-Minute Inbox", words=3)
    return section


def make_beat(name: str, *, kind: str = "worker", seconds_ago: int = 1, holding: int = 0) -> ProcessBeat:
    now = timezone.now()
    return ProcessBeat.objects.create(
        name=name,
        kind=kind,
        holding=holding,
        started_at=now - timedelta(hours=1),
        at=now - timedelta(seconds=seconds_ago),
    )
