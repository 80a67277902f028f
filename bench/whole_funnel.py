"""What the real funnel takes on the demo writer: the engine, and all of the text it makes and checks."""

import time
from statistics import median

from bench.jobs import admit_at_once, start_one, use_writer, wait_for_end
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import paused, process_group, start_worker
from generation.models import GenerationTask, Section


def measure(sizes: Sizes) -> Table:
    use_writer("demo")
    jobs = max(1, sizes.many_jobs // 10)
    with process_group() as processes:
        worker = start_worker(processes, concurrency=sizes.concurrency)
        times = [_one() for _ in range(1 + sizes.repeats)][1:]
        with paused(worker):
            ids = admit_at_once(jobs, blueprint="funnel")
        began = time.time()
        seconds = wait_for_end(ids) - began
    tasks = GenerationTask.objects.filter(job__in=ids).count()
    sections = Section.objects.filter(funnel__jobs__in=ids).count() // jobs
    return Table(
        title="The sample funnel on the demo writer",
        note=f"Median of {sizes.repeats}, then {jobs} funnels at once; {sections} sections each, one worker"
        " process.",
        rows=(
            Row(what="one funnel", value=median(times) * 1000, unit="ms"),
            Row(what=f"{jobs} funnels at once", value=tasks / seconds, unit="tasks/s"),
        ),
    )


def _one() -> float:
    began = time.time()
    return wait_for_end([start_one(blueprint="funnel").pk]) - began
