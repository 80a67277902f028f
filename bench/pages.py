"""What a first visit of the pages costs in Chromium: when something can be seen, and what is sent for it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from statistics import median

from django.urls import reverse
from playwright.sync_api import Browser

from bench.jobs import bench_user, make_funnel, none_admitted, start_one
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group
from generation.models import GenerationJob
from generation.states import OPEN_JOB
from tests.support.browser import CHROMIUM, Chromium, Visitor
from tests.support.galley import start_web
from tests.support.weight import Visit, first_visit

_MOST_PAINT_MS = 1000
_MOST_KILOBYTES = 120
_TITLE = "The first visit of a page, nothing of it in the browser's cache"
_ENV = {"DJANGO_SETTINGS_MODULE": "tests.support.web_settings"}


def measure(sizes: Sizes) -> Table:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium:
        return Table(title=_TITLE, note=f"Left out: no Chromium; apt-get install {CHROMIUM[0]}", rows=())
    pages = _pages()
    with _served() as address, closing(Chromium(chromium)) as standing, standing.lent() as browser:
        visits = {name: _visit(browser, address, path, sizes.repeats) for name, path in pages.items()}
    GenerationJob.objects.filter(status__in=OPEN_JOB).delete()
    return Table(
        title=_TITLE,
        note=f"Medians of {sizes.repeats}; an open event stream is not counted.",
        rows=tuple(row for name, measured in visits.items() for row in _rows(name, measured)),
    )


def _pages() -> dict[str, str]:
    with none_admitted():
        job = start_one(blueprint="funnel", funnel=make_funnel())
    return {
        "dashboard": reverse("dashboard"),
        "brief": reverse("brief", args=[job.funnel_id, "audience"]),
        "run page": reverse("run", args=[job.funnel_id]),
    }


@contextmanager
def _served() -> Iterator[str]:
    """Lend the address of a web server with all static files in place: it looks for them as it starts."""
    with process_group() as processes:
        processes.run("static", "manage.py", "collectstatic", "--noinput", env=_ENV).wait()
        yield start_web(processes, env=_ENV).address


def _visit(browser: Browser, address: str, path: str, repeats: int) -> Sequence[Visit]:
    visits = []
    for _ in range(repeats):
        visitor = Visitor(browser, address, user=bench_user())
        visits.append(first_visit(visitor, path))
        visitor.close()
    return visits


def _rows(page: str, visits: Sequence[Visit]) -> tuple[Row, ...]:
    paint = median(visit.first_paint_ms for visit in visits)
    weight = median(visit.kilobytes for visit in visits)
    return (
        Row(what=f"{page}: first paint", value=paint, unit="ms", goal=_MOST_PAINT_MS),
        Row(what="  sent for it", value=weight, unit="kB", goal=_MOST_KILOBYTES),
    )
