"""A funnel as the dashboard's card shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User

from generation.blueprints import get_blueprint
from generation.blueprints.called import OWN
from generation.engine.content.written import Amount, amounts_written
from generation.engine.standing.jobs import JobStanding, jobs_to_show, standings
from generation.engine.standing.overview import workers_are_silent
from generation.engine.standing.reach import viewer_of
from generation.models import Funnel
from generation.states import JobStatus, TaskStatus
from generation.web.funnels.others import NO_OTHERS, Others, others_of
from generation.web.left import why_left
from generation.web.runs.card import rounded
from generation.web.words import (
    StatusWord,
    counted,
    part_word,
    place_in_line,
    run_word,
    written_word,
)

_MOST_OTHERS = 3


@dataclass(frozen=True, kw_only=True)
class Card:
    """One funnel, how its own last job stands, and what is written of it, by whichever job.

    `standing` is None where no job is on record: it was never generated, or too long ago. `no_worker_answers`
    is asked where a job runs. `others` are what else there is of it, of other kinds.
    """

    funnel: Funnel
    standing: JobStanding | None
    written: Amount
    no_worker_answers: bool = False
    others: Others = NO_OTHERS

    @property
    def id(self) -> str:
        """The funnel's id as text, which a template can put together with other text."""
        return str(self.funnel.pk)

    @property
    def what_goes(self) -> str:
        """What deleting it takes away."""
        written = "all that was written for it" if self.can_be_read or self.others.named else "its brief"
        return f'"{self.funnel.name}" is deleted with {written}. This cannot be undone.'

    @property
    def status(self) -> StatusWord:
        if not self.standing:
            return written_word(self.written.parts, of=len(get_blueprint(OWN).tasks({})))
        return run_word(self.standing.job, [entry.task for entry in self.standing.tasks])

    @property
    def segments(self) -> Sequence[StatusWord]:
        """One word a task, as the bar shows them; none of a job that is finished or never was."""
        if not self.standing or self.is_ready:
            return ()
        return [part_word(self.standing.job, task.task) for task in self.standing.tasks]

    @property
    def is_ready(self) -> bool:
        return self._is(JobStatus.COMPLETED)

    @property
    def is_open(self) -> bool:
        return bool(self.standing and self.standing.job.is_open)

    @property
    def lacks_worker(self) -> bool:
        """Whether it is to be written and nobody is there to do it: then no time is promised."""
        return self.no_worker_answers and self._is(JobStatus.RUNNING)

    @property
    def goes_on_by_itself(self) -> bool:
        return bool(self.standing and self.standing.job.goes_on_by_itself)

    @property
    def has_failed(self) -> bool:
        return self._is(JobStatus.FAILED)

    @property
    def can_resume(self) -> bool:
        return bool(self.standing and "resume" in self.standing.actions)

    @property
    def can_be_read(self) -> bool:
        return bool(self.written.parts)

    @property
    def kept(self) -> str:
        """What a run that did not end well leaves, in a sentence; empty where that is nothing."""
        finished = self.standing.progress.completed if self.standing else 0
        if finished:
            return f"{counted(finished, 'finished part is', 'finished parts are')} kept."
        return "The earlier text is kept." if self.can_be_read else ""

    @property
    def place(self) -> str:
        """The place in line, in words; empty for who is not in line."""
        return place_in_line(self.standing.queue_position if self.standing else None)

    @property
    def starts_at(self) -> datetime | None:
        """When its turn in line should come; None where nobody can tell."""
        return rounded(self.standing.expected_start) if self.standing and self.place else None

    @property
    def put_off_to(self) -> datetime | None:
        """When it comes in line, for one that waits for its time."""
        return self.standing.expected_start if self.standing and not self.place else None

    @property
    def cause(self) -> str:
        """What a failed job failed of: which part, and why."""
        if not self.standing or not self.has_failed:
            return ""
        job = self.standing.job
        failed = [task.task for task in self.standing.tasks if task.task.status == TaskStatus.FAILED]
        if why := why_left(job, failed[0] if failed else None):
            return why
        return f"{failed[0].name}: {failed[0].error_message}" if failed else job.error_message

    @property
    def length(self) -> str:
        return counted(self.written.words, "word")

    @property
    def since(self) -> datetime:
        """When it came to stand as it does."""
        if self.standing and self.standing.job.completed_at:
            return self.standing.job.completed_at
        return self.funnel.updated_at if not self.standing else self.standing.job.queued_at

    def _is(self, status: JobStatus) -> bool:
        return bool(self.standing and self.standing.job.status == status)


def cards_of(funnels: Sequence[Funnel], person: User) -> dict[UUID, Card]:
    """Return a card for each of these funnels, which know their last jobs, in a fixed number of queries."""
    ids = {funnel.last_job_id for funnel in funnels if funnel.last_job_id}  # type: ignore[attr-defined]
    jobs = list(jobs_to_show().filter(pk__in=ids)) if ids else []
    found = {each.job.funnel_id: each for each in standings(jobs, viewer=viewer_of(person))} if jobs else {}
    written = amounts_written([funnel.pk for funnel in funnels], blueprint=OWN)
    others = others_of([funnel.pk for funnel in funnels], most=_MOST_OTHERS)
    no_worker_answers = any(job.status == JobStatus.RUNNING for job in jobs) and workers_are_silent()
    return {
        funnel.pk: Card(
            funnel=funnel,
            standing=found.get(funnel.pk),
            written=written.get(funnel.pk, Amount()),
            no_worker_answers=no_worker_answers,
            others=others.get(funnel.pk, NO_OTHERS),
        )
        for funnel in funnels
    }


def cards_of_jobs(job_ids: Sequence[UUID], person: User) -> Sequence[Card]:
    """Return a card for each of these jobs in their order, of whatever kind, as it alone stands."""
    jobs = list(jobs_to_show().filter(pk__in=job_ids)) if job_ids else []
    found = {each.job.pk: each for each in standings(jobs, viewer=viewer_of(person))} if jobs else {}
    written = amounts_written([job.funnel_id for job in jobs], blueprint=OWN) if jobs else {}
    return [
        Card(
            funnel=found[pk].job.funnel,
            standing=found[pk],
            written=written.get(found[pk].job.funnel_id, Amount())
            if found[pk].job.blueprint == OWN
            else Amount(),
        )
        for pk in job_ids
        if pk in found
    ]
