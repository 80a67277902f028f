"""A process that starts, writes, ends and pays without end, to be killed: `python -m tests.support.spender`.

It works for the one person there is, on their funnels, and says a line for each thing it has done.
"""

import random

import django
from django.conf import settings

from tests.support.locks import PATIENCE

settings.DATABASES["default"]["OPTIONS"]["options"] += PATIENCE  # it dies of nothing but its killer
django.setup()

from generation.engine.allowances.ledger import grant, refund  # noqa: E402
from generation.engine.running.dispatch import admit_jobs  # noqa: E402 - models can be imported only now
from generation.engine.verbs.jobs import cancel_job, reset_job, resume_job, start_job  # noqa: E402
from generation.engine.verbs.rework import regenerate_task  # noqa: E402
from generation.errors import AttemptStopped, NotAllowedError  # noqa: E402
from generation.models import Funnel, GenerationJob  # noqa: E402
from generation.states import JobStatus, TaskStatus  # noqa: E402
from tests.support.jobs import begin, finish  # noqa: E402


def spend() -> None:
    while True:
        funnel = random.choice(Funnel.objects.select_related("owner"))
        try:
            _do_something(funnel, funnel.jobs.first())
        except (NotAllowedError, AttemptStopped, AssertionError) as refusal:
            print("refused:", refusal, flush=True)  # noqa: T201 - for a test that fails
        else:
            print("done", flush=True)  # noqa: T201 - the test counts these lines


def _do_something(funnel: Funnel, job: GenerationJob | None) -> None:
    if job is None:
        start_job(funnel)
    elif job.status == JobStatus.RUNNING:
        _write(job) if random.random() < 0.8 else cancel_job(job)
    elif job.status == JobStatus.QUEUED:
        admit_jobs()
    else:
        _run_again(job)


def _write(job: GenerationJob) -> None:
    ready = job.tasks.filter(status=TaskStatus.PENDING, key__contains=job.only_task).order_by("position")
    task = ready.first()
    if task is None:  # its writer was killed
        cancel_job(job)
        return
    finish(begin(job, task.position), job)


def _run_again(job: GenerationJob) -> None:
    if random.random() < 0.2:
        refund(job, note="", by=None)
    elif job.status != JobStatus.COMPLETED:
        resume_job(job)
    elif random.random() < 0.7:
        regenerate_task(random.choice(job.tasks.all()))
    else:
        grant(job.owner, 14, note="", by=None)
        reset_job(job)


spend()
