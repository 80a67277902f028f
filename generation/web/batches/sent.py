"""A form with many runs that was sent: its rows, and the batch they become, once however often it is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from django.contrib.auth.models import User
from django.http import HttpRequest

from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.engine.batches.beside import Beside, read_beside
from generation.engine.batches.file import open_batch_file
from generation.engine.batches.items import Row
from generation.engine.batches.verbs import start_batch
from generation.engine.verbs.idempotency import start_once
from generation.engine.verbs.new_jobs import StartOptions
from generation.errors import InvalidRequestError
from generation.models import GenerationBatch
from generation.models.job import PUT_OFF
from generation.web.batches.forms import BatchForm
from generation.web.funnels.sent_once import id_to_make
from generation.web.words import counted


@dataclass(frozen=True, kw_only=True)
class _Read:
    rows: Sequence[Row]
    beside: Beside = field(default_factory=Beside)


def start_sent(request: HttpRequest, form: BatchForm, *, owner: User) -> GenerationBatch:
    """Start what was sent, for its owner; raises what the engine does."""
    read, sent = _what_was_sent(request, form)

    def start() -> GenerationBatch:
        found = read()
        return start_batch(
            owner,
            rows=found.rows,
            name=form.called(found.beside.name),
            blueprint=form.cleaned_data["blueprint"],
            options=_chosen_before(form.options, found.beside.options),
            wrong=found.beside.wrong,
        )

    key = f"page {id_to_make(request, sent)}"
    return start_once(owner=owner, key=key, request={"batch": sent}, start=start)


def says_of_start(batch: GenerationBatch, *, noun: str, whose: str = "") -> str:
    """Return in a sentence how many of these were started, and how many of them for later."""
    jobs, put_off = batch.jobs.count(), batch.jobs.filter(PUT_OFF).count()
    if put_off == jobs:
        return f"{counted(jobs, noun)} put off{whose}."
    later = f", {put_off} of them for later" if put_off else ""
    return f"{counted(jobs, noun)} started{whose}{later}."


def _chosen_before(chosen: StartOptions, in_file: StartOptions) -> StartOptions:
    """Return the options, of which those that the form asks for go before those of the file."""
    return replace(
        in_file,
        priority=chosen.priority or in_file.priority,
        scheduled_at=chosen.scheduled_at or in_file.scheduled_at,
        deadline=chosen.deadline or in_file.deadline,
    )


def _what_was_sent(request: HttpRequest, form: BatchForm) -> tuple[Callable[[], _Read], str]:
    """Return what reads it, and a sign by which the same is known again."""
    if request.POST.get("from") == "funnels":
        ticked = request.POST.getlist("funnel")
        if not ticked:
            raise InvalidRequestError({"funnels": "Tick at least one funnel."})
        rows = [Row(number=number, fields={"funnel": pk}) for number, pk in enumerate(ticked, start=1)]
        return (lambda: _Read(rows=rows)), " ".join(ticked)
    file = form.cleaned_data["file"]
    if file is None:
        raise InvalidRequestError({"file": "Choose a CSV or JSON file first."})
    content: bytes = file.read()
    kind = get_blueprint(form.cleaned_data["blueprint"])
    return (lambda: _read_file(content, kind)), sha256(content).hexdigest()


def _read_file(content: bytes, kind: Blueprint) -> _Read:
    file = open_batch_file(content)
    return _Read(rows=file.rows_for(kind), beside=read_beside(file.beside, kind))
