"""The run page read: with a job or without, each in a fixed number of queries."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User

from generation.app_settings import SUPPORT_URL
from generation.engine.content.written import WrittenPiece, what_is_written
from generation.engine.standing.chronicle import Chronicle, read_chronicle
from generation.engine.standing.jobs import JobStanding, TaskStanding, standing
from generation.engine.standing.overview import workers_are_silent
from generation.engine.standing.reach import Viewer, viewer_of
from generation.models import Funnel, GenerationJob, JobRating, TaskAttempt
from generation.states import JobStatus, TaskStatus
from generation.web.questions import before_generating
from generation.web.runs.amounts import words_by_part
from generation.web.runs.banner import Banner, banners, off_the_record_banner, pause_banner
from generation.web.runs.card import card_of_job, card_without_job
from generation.web.runs.costs import spent, written_by_demo
from generation.web.runs.log import log_lines
from generation.web.runs.naming import held_names, titled
from generation.web.runs.offered import closed_banner, refused_banner, why_no_run
from generation.web.runs.panel import Fact, PartPanel, part_panel, run_facts
from generation.web.runs.questions import may_reset, questions
from generation.web.runs.rows import Row, grouped, rows_of_job, rows_without_job
from generation.web.runs.run_page import RunPage, run_address
from generation.web.runs.selected import part_to_show
from generation.web.runs.takes import what_it_takes
from generation.web.runs.ways import Way, header_ways, support_way, ways_without_job
from generation.web.titles import titles_to_come
from generation.web.which import Which, address_of, which_of
from settings_app import store
from settings_app.schema import Values


def show_without_job(funnel: Funnel, which: Which, *, user: User) -> RunPage:
    """Return the page of what no run is on record of."""
    is_own = funnel.owner_id == user.pk
    written = what_is_written(funnel, blueprint=which.blueprint, subject=which.subject)
    groups = grouped(rows_without_job(which.kind, written))
    rows = [row for group in groups for row in group.rows]
    closed = why_no_run(funnel, parts=len(rows) if which.is_own else 1, user=user)
    may_start = (is_own or viewer_of(user).operates) and not closed
    takes = what_it_takes(funnel) if may_start and which.is_own else ""
    names = {row.key: row.name for row in rows}
    held = held_names(funnel, written, names, blueprint=which.blueprint) if takes else ()
    question = before_generating(funnel.pk, parts=len(rows), takes=takes, anew=bool(written), held=held)
    ways = ways_without_job(
        funnel, which, may_start=may_start, is_complete=bool(takes), has_text=bool(written)
    )
    return RunPage(
        funnel=funnel,
        which=which,
        job=None,
        is_own=is_own,
        is_earlier=False,
        chosen="",
        card=card_without_job(rows),
        groups=tuple(groups),
        ways=tuple(ways),
        questions=(question,) if takes else (),
        banners=(*closed_banner(closed), *((off_the_record_banner(written),) if written else ())),
        panel=None,
        facts=(),
        log=(),
        rating=None,
        may_rate=False,
        follow=address_of("run", funnel.pk, which),
        takes=takes,
    )


def show_job(funnel: Funnel, job: GenerationJob, *, user: User, chosen: str, is_earlier: bool) -> RunPage:
    """Return the page of a job; of an earlier one nothing can be changed any more."""
    viewer, values = Viewer() if is_earlier else viewer_of(user), store.read_all()
    now = standing(job, viewer=viewer)
    written = what_is_written(funnel, blueprint=job.blueprint, subject=job.subject)
    words = words_by_part(now, {} if is_earlier else written)  # a later run may have written over it
    groups = grouped(rows_of_job(now, written, words))
    rows = {row.key: row for group in groups for row in group.rows}
    names = {key: row.name for key, row in rows.items()}
    entry = part_to_show(now, chosen if chosen in rows else "")
    chronicle = read_chronicle(
        job, [each.task for each in now.tasks], task_key=entry.task.key if entry else None
    )
    is_own = funnel.owner_id == user.pk
    support = support_way(job, suffix="-from-panel") if is_own and values[SUPPORT_URL] else None
    lacks_worker = job.status == JobStatus.RUNNING and workers_are_silent()
    asks = may_reset(now)
    takes = what_it_takes(funnel, which_of(job), inputs=job.inputs, lanes=job.lanes) if asks else ""
    held = held_names(funnel, written, names, blueprint=job.blueprint, subject=job.subject) if asks else ()
    panel = _panel(now, entry, rows, written, chronicle, support) if entry else None
    follow = run_address(job) if is_earlier else address_of("run", funnel.pk, job)
    return RunPage(
        funnel=funnel,
        which=which_of(job),
        job=job,
        is_own=is_own,
        is_earlier=is_earlier,
        chosen=chosen if chosen in rows else "",
        card=card_of_job(now, rewrites=chronicle.rewrites.get("", 0), lacks_worker=lacks_worker),
        groups=tuple(groups),
        ways=tuple(header_ways(now, has_text=bool(written))),
        questions=tuple(questions(now, takes=takes, held=held, has_text=bool(written))),
        banners=(
            *((pause_banner(),) if lacks_worker else ()),
            *(() if is_earlier else refused_banner(now, is_own=is_own)),
            *_banners(
                now,
                {} if is_earlier else written,
                sum(words.values()),
                chronicle,
                values,
                follow,
                shown=panel,
                is_own=is_own,
            ),
        ),
        panel=panel,
        facts=()
        if panel
        else tuple(_facts(now, words=sum(words.values()), rewrites=chronicle.rewrites.get("", 0))),
        log=tuple(log_lines(chronicle.events, {} if entry else names, parts=len(rows))),
        rating=JobRating.objects.filter(job=job).first() if job.status == JobStatus.COMPLETED else None,
        may_rate=job.status == JobStatus.COMPLETED and is_own and not is_earlier,
        follow=follow,
    )


def _facts(standing: JobStanding, *, words: int, rewrites: int) -> list[Fact]:
    by_demo = bool(standing.usage.provider_calls and written_by_demo([standing.job]))
    return run_facts(standing, words=words, rewrites=rewrites, cost=spent(standing.usage, by_demo=by_demo))


def _panel(
    standing: JobStanding,
    entry: TaskStanding,
    rows: Mapping[str, Row],
    written: Mapping[str, Sequence[WrittenPiece]],
    chronicle: Chronicle,
    support: Way | None,
) -> PartPanel:
    key, job = entry.task.key, standing.job
    attempts = TaskAttempt.objects.filter(task=entry.task).defer("detail", "settings")
    return part_panel(
        standing,
        entry,
        rows[key],
        attempts=list(attempts.order_by("round", "number")),
        pieces=titled(job.funnel, written.get(key, ()), blueprint=job.blueprint, subject=job.subject),
        titles=titles_to_come(job, key) if entry.task.status == TaskStatus.IN_PROGRESS else {},
        rewrites=chronicle.rewrites.get(key, 0),
        support=support,
    )


def _banners(
    standing: JobStanding,
    written: Mapping[str, Sequence[WrittenPiece]],
    words: int,
    chronicle: Chronicle,
    values: Values,
    follow: str,
    *,
    shown: PartPanel | None,
    is_own: bool,
) -> list[Banner]:
    failed = next((entry.task.key for entry in standing.tasks if entry.task.status == TaskStatus.FAILED), "")
    joint = "&" if "?" in follow else "?"
    details = "" if shown and shown.row.key == failed else f"{follow}{joint}task={failed}"
    return banners(
        standing,
        written=written.keys(),
        words=words,
        picked_up=chronicle.picked_up,
        values=values,
        details=details,
        is_own=is_own,
    )
