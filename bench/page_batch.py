"""A batch of pages of one shop by the demo writer: how fast it is done, in which order, and how unlike."""

import time
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from bench.jobs import bench_user, make_funnel, none_admitted, use_writer, wait_for_end
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_worker
from generation.engine.batches.items import Row as BatchRow
from generation.engine.batches.verbs import start_batch
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationBatch, SentencePrint
from generation.states import Priority
from tests.support.demo_page import many_inputs, page_inputs

_ALONE_SECONDS = 30
_ONE_DOCUMENT = {"documents": ["company_profile"]}
_PAGES_A_MINUTE = 60
_MOST_SHARED_PERCENT = 5
_LEVELS = [Priority.HIGH, Priority.NORMAL, Priority.LOW]


def measure(sizes: Sizes) -> Table:
    use_writer("demo")
    with process_group() as processes:
        start_worker(processes, concurrency=sizes.concurrency)
        batch, seconds = _written(sizes.pages)
    with process_group() as processes:
        start_worker(processes, concurrency=sizes.concurrency, seconds_per_call=sizes.page_call_seconds)
        page, document = _seconds_of("page", page_inputs()), _seconds_of("documents", _ONE_DOCUMENT)
    return Table(
        title=f"A batch of {sizes.pages} pages of one shop, and one page and one document alone",
        note=f"By the demo writer, {sizes.concurrency} threads; what is alone takes it "
        f"{sizes.page_call_seconds:g} s a call.",
        rows=(
            Row(what="all of them", value=seconds, unit="s"),
            Row(
                what="pages a minute",
                value=sizes.pages / seconds * 60,
                unit="",
                goal=_PAGES_A_MINUTE,
                at_least=True,
            ),
            Row(what="begun before a more wanted one", value=_out_of_order(batch), unit="pages", goal=0),
            Row(
                what="sentences that another page has",
                value=_shared_percent(),
                unit="%",
                goal=_MOST_SHARED_PERCENT,
            ),
            Row(what="one page", value=page, unit="s", goal=_ALONE_SECONDS),
            Row(what="one document", value=document, unit="s", goal=_ALONE_SECONDS),
        ),
    )


def _written(count: int) -> tuple[GenerationBatch, float]:
    """Return a batch of so many pages, all of them completed, and how long that took once they might run."""
    funnel = make_funnel()
    rows = [
        BatchRow(number=number, fields={"funnel": str(funnel.pk), "inputs": inputs})
        for number, inputs in enumerate(many_inputs(count), start=1)
    ]
    with none_admitted():
        batch = start_batch(bench_user(), rows=rows, blueprint="page")
    began = time.time()
    admit_jobs()
    return batch, wait_for_end(list(batch.jobs.values_list("pk", flat=True))) - began


def _seconds_of(kind: str, inputs: Mapping[str, Any]) -> float:
    began = time.time()
    return wait_for_end([start_job(make_funnel(), blueprint=kind, inputs=inputs).pk]) - began


def _out_of_order(batch: GenerationBatch) -> int:
    """Return how many began just before one that stands before them in line."""
    begun = batch.jobs.order_by("started_at").values_list("priority", "score")
    places = [(_LEVELS.index(Priority(priority)), -score) for priority, score in begun]
    return sum(one > other for one, other in pairwise(places))


def _shared_percent() -> float:
    times = Counter(SentencePrint.objects.values_list("print", flat=True))
    return sum(count for count in times.values() if count > 1) / max(1, times.total()) * 100
