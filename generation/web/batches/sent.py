"""A form with many runs that was sent: its rows, and the batch they become, once however often it is sent."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Literal

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest

from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint
from generation.engine.batches.beside import Beside, read_beside
from generation.engine.batches.file import open_batch_file
from generation.engine.batches.items import Row
from generation.engine.batches.verbs import start_batch
from generation.engine.verbs.idempotency import KeyReusedError, start_once
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


_OTHERWISE = (
    "This form has started its batch already, with what was chosen then. Nothing was changed, and no other "
    "was started."
)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The batch that a form `started`: now, before, or before and with something else chosen in it."""

    batch: GenerationBatch
    started: Literal["now", "before", "otherwise"]


def start_sent(request: HttpRequest, form: BatchForm, *, owner: User) -> Sent:
    """Start what was sent, for its owner; raises what the engine does."""
    read, sent = _what_was_sent(request, form)
    started: Literal["now", "before"] = "before"

    def start() -> GenerationBatch:
        nonlocal started
        started = "now"
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
    asked = {"batch": sent, **_chosen(form)}
    try:
        batch = start_once(owner=owner, key=key, request=asked, start=start)
    except KeyReusedError as error:
        if not isinstance(error.started, GenerationBatch):
            raise
        return Sent(batch=error.started, started="otherwise")
    return Sent(batch=batch, started=started)


def tell_of_start(request: HttpRequest, sent: Sent, *, noun: str, whose: str = "", about: str = "") -> str:
    """Say on the next page, `about` it, what came of it; returns the sentence."""
    jobs, put_off = sent.batch.jobs.count(), sent.batch.jobs.filter(PUT_OFF).count()
    if sent.started == "otherwise":
        tell, says = messages.info, _OTHERWISE
    elif not jobs:
        tell = messages.info
        says = f"The {noun}s that this form started{whose} were deleted, and are not started again."
    else:
        tell, says = messages.success, _says_of_start(jobs, put_off, noun=noun, whose=whose)
    tell(request, f"{about}{says}")
    return says


def _says_of_start(jobs: int, put_off: int, *, noun: str, whose: str) -> str:
    if put_off == jobs:
        return f"{counted(jobs, noun)} put off{whose}."
    later = f", {put_off} of them for later" if put_off else ""
    return f"{counted(jobs, noun)} started{whose}{later}."


def _chosen(form: BatchForm) -> dict[str, object]:
    """Return what was chosen beside the rows."""
    kind = form.cleaned_data["blueprint"]
    return {"name": form.called(""), "blueprint": kind, "options": asdict(form.options)}


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
