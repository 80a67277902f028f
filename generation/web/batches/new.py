"""A new batch: rows of a file, or funnels that were ticked; what is wrong is told row by row."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from generation.blueprints import BLUEPRINTS, get_blueprint
from generation.engine.allowances.audience import closed_because
from generation.engine.batches.file import write_batch_file
from generation.engine.batches.verbs import MOST_ITEMS
from generation.engine.content.last_job import with_last_job
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Funnel
from generation.states import OPEN_JOB
from generation.web.access import person
from generation.web.batches.forms import BatchForm, levels_for
from generation.web.batches.report import report_of
from generation.web.batches.sent import start_sent, tell_of_start
from generation.web.funnels.examples import EXAMPLES, find_example
from settings_app import store

_MOST_TICKED = 100


@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest) -> HttpResponse:
    """Show what to start with; what is sent is started as a whole, or told row by row why not."""
    form = BatchForm(request.POST or None, request.FILES or None, levels=levels_for(person(request)))
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            sent = start_sent(request, form, owner=person(request))
        except (InvalidRequestError, NotAllowedError) as error:
            report = report_of(error, _names_of_ticked(request))
        else:
            tell_of_start(request, sent, noun="run")
            return redirect("batch", batch_id=sent.batch.pk)
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
