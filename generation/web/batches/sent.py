"""A form with many runs that was sent: its rows, and the batch they become, once however often it is sent."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from django.contrib.auth.models import User
from django.http import HttpRequest

from generation.blueprints import get_blueprint
from generation.engine.batches.file import read_batch_file
from generation.engine.batches.items import Row
from generation.engine.batches.verbs import start_batch
from generation.engine.verbs.idempotency import start_once
from generation.errors import InvalidRequestError
from generation.models import GenerationBatch
from generation.web.batches.forms import BatchForm
from generation.web.funnels.sent_once import id_to_make


def start_sent(request: HttpRequest, form: BatchForm, *, owner: User) -> GenerationBatch:
    """Start what was sent, for its owner; raises what the engine does."""
    rows, sent = _rows_sent(request, form)

    def start() -> GenerationBatch:
        return start_batch(
            owner,
            rows=rows(),
            name=form.called,
            blueprint=form.cleaned_data["blueprint"],
            options=form.options,
        )

    key = f"page {id_to_make(request, sent)}"
    return start_once(owner=owner, key=key, request={"batch": sent}, start=start)


def _rows_sent(request: HttpRequest, form: BatchForm) -> tuple[Callable[[], Sequence[Row]], str]:
    """Return what reads the rows, and a sign by which the same rows are known again."""
    if request.POST.get("from") == "funnels":
        ticked = request.POST.getlist("funnel")
        if not ticked:
            raise InvalidRequestError({"funnels": "Tick at least one funnel."})
        rows = [Row(number=number, fields={"funnel": pk}) for number, pk in enumerate(ticked, start=1)]
        return (lambda: rows), " ".join(ticked)
    file = form.cleaned_data["file"]
    if file is None:
        raise InvalidRequestError({"file": "Choose a CSV or JSON file first."})
    content: bytes = file.read()
    kind = get_blueprint(form.cleaned_data["blueprint"])
    return (lambda: read_batch_file(content, kind)), sha256(content).hexdigest()
