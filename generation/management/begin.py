"""The job a command follows: the one that is under way, the last one resumed, or a new one."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User

from generation.blueprints.base import Blueprint
from generation.engine.content.last_job import last_job
from generation.engine.verbs.jobs import resume_job, start_job
from generation.errors import JobOpenError
from generation.management.brief_file import BriefFile
from generation.models import Funnel, GenerationJob
from generation.states import RESUMABLE_JOB

_DEMO = "demo"


class CannotBeginError(Exception):
    """There is nobody to begin for, or nothing to resume; the message says what would be right."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A job to follow. Its events up to `since` are old news; `was_open` if somebody else began it."""

    job: GenerationJob
    since: int = 0
    was_open: bool = False


def find_owner(name: str | None) -> User:
    """Return the user of that name; without one `demo` on embedded servers, else the first superuser."""
    if name is None and settings.ENV.embedded_postgres:
        owner, _ = User.objects.get_or_create(username=_DEMO)
        return owner
    if name is None:
        first = User.objects.filter(is_superuser=True).order_by("pk").first()
        if first is None:
            raise CannotBeginError(
                "There is no superuser to own the funnel. Name its owner with --user NAME."
            )
        return first
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CannotBeginError(f"There is no user {name}.")
    return found


def begin(file: BriefFile, kind: Blueprint, owner: User, *, resume: bool) -> Begun:
    """Return the job of the owner's funnel of that name; the funnel is made where there is none.

    An open job is left as it is, and so is its funnel. With `resume` its last job goes on. Otherwise the
    funnel takes the file's brief, and a new job is started.
    """
    funnel = Funnel.objects.filter(owner=owner, name=file.name).first()
    last = funnel and last_job(funnel, blueprint=kind.key, subject=kind.subject(file.inputs))
    if last and last.is_open:
        return Begun(job=last, since=last.seq, was_open=True)
    if not resume:
        return _start(funnel or Funnel(owner=owner, name=file.name), file, kind)
    if not last or last.status not in RESUMABLE_JOB:
        raise CannotBeginError(f"{file.name} has no failed or cancelled job to resume.")
    return Begun(job=resume_job(last), since=last.seq)


def _start(funnel: Funnel, file: BriefFile, kind: Blueprint) -> Begun:
    funnel.language, funnel.brief, funnel.draft = file.language, dict(file.brief), False
    funnel.save()
    try:
        return Begun(job=start_job(funnel, blueprint=kind.key, inputs=file.inputs))
    except JobOpenError as error:  # somebody was quicker
        job = GenerationJob.objects.get(pk=error.job_id)
        return Begun(job=job, since=job.seq, was_open=True)
