"""A new batch: rows of a file, or funnels that were ticked; what is wrong is told row by row."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from generation.blueprints import BLUEPRINTS, get_blueprint
from generation.engine.allowances.audience import closed_because
from generation.engine.batches.file import read_batch_file, write_batch_file
from generation.engine.batches.items import Row
from generation.engine.batches.verbs import MOST_ITEMS, start_batch
from generation.engine.content.last_job import with_last_job
from generation.engine.standing.batches import jobs_of_batch
from generation.engine.verbs.idempotency import start_once
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Funnel, GenerationBatch, GenerationJob
from generation.states import OPEN_JOB
from generation.web.access import person
from generation.web.batches.forms import BatchForm
from generation.web.batches.report import report_of
from generation.web.funnels.examples import EXAMPLES, find_example
from generation.web.funnels.sent_once import id_to_make
from generation.web.words import counted
from settings_app import store

_MOST_TICKED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest) -> HttpResponse:
    """Show what to start with; what is sent is started as a whole, or told row by row why not."""
    form = BatchForm(request.POST or None, request.FILES or None, owner=person(request))
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            batch = _start(request, form)
        except (InvalidRequestError, NotAllowedError) as error:
            report = report_of(error, _names_of_ticked(request))
        else:
            messages.success(request, f"{counted(batch.jobs.count(), 'run')} started.")
            return redirect("batch", batch_id=batch.pk)
    context = {
        "form": form,
        "report": report,
        "key": uuid4(),
        "kinds": BLUEPRINTS,
        "funnels": _funnels_to_tick(person(request)),
        "ticked": request.POST.getlist("funnel"),
        "most": MOST_ITEMS,
        "closed": _why_closed(person(request)),
    }
    is_refused = report or form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "web/batches/new.html", context, status=status)


@require_safe
def template(request: HttpRequest, blueprint: str) -> HttpResponse:
    """Send the file to write over: every column of the kind, and the packaged examples as rows."""
    try:
        kind = get_blueprint(blueprint)
    except KeyError as error:
        raise Http404 from error
    inputs = kind.inputs_schema.get("examples") or [{}]
    items = [
        {
            "name": example.name,
            "language": example.language,
            "brief": example.brief,
            "inputs": inputs[number % len(inputs)],
        }
        for number, example in enumerate(map(find_example, EXAMPLES))
    ]
    # The mark lets spreadsheets know that it is UTF-8.
    response = HttpResponse("\ufeff" + write_batch_file(kind, items), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="galley-{kind.key}.csv"'
    return response


def _start(request: HttpRequest, form: BatchForm) -> GenerationBatch:
    """Start what was sent, once however often it is; raises what the engine does."""
    rows, sent = _rows_sent(request, form)

    def start() -> GenerationJob:
        batch = start_batch(
            person(request),
            rows=rows(),
            name=form.called,
            blueprint=form.cleaned_data["blueprint"],
            options=form.options,
        )
        return jobs_of_batch(batch)[0]

    key = f"page {id_to_make(request, sent)}"
    first = start_once(owner=person(request), key=key, request={"batch": sent}, start=start)
    if first.batch is None:
        raise Http404
    return first.batch


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
        raise InvalidRequestError({"file": "Choose a CSV file first."})
    content: bytes = file.read()
    kind = get_blueprint(form.cleaned_data["blueprint"])
    return (lambda: read_batch_file(content, kind)), sha256(content).hexdigest()


def _funnels_to_tick(owner: User) -> QuerySet[Funnel]:
    """Return the person's newest funnels that are described and not being generated."""
    whole = with_last_job(Funnel.objects.filter(owner=owner, draft=False)).defer("brief")
    is_free = Q(last_job_status=None) | ~Q(last_job_status__in=OPEN_JOB)
    return whole.filter(is_free).order_by("-created_at", "pk")[:_MOST_TICKED]


def _names_of_ticked(request: HttpRequest) -> dict[int, str]:
    """Return what the rows are called where funnels were ticked; those of a file have numbers."""
    if request.POST.get("from") != "funnels":
        return {}
    ticked = request.POST.getlist("funnel")
    funnels = Funnel.objects.filter(owner=person(request), pk__in=[pk for pk in ticked if _is_id(pk)])
    names = {str(pk): name for pk, name in funnels.values_list("pk", "name")}
    return {number: names.get(pk, "") for number, pk in enumerate(ticked, start=1)}


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _why_closed(owner: User) -> str:
    """Return why nothing may be started now; empty where it may."""
    reason = closed_because(owner, store.read_all())
    return reason.to_owner if reason else ""
