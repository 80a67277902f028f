"""A batch of pages of one funnel, out of a file: written in order, and compared with one another."""

import csv
import io
from datetime import timedelta

from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS, WRITER_PROVIDER
from generation.blueprints import get_blueprint
from generation.engine.batches.file import open_batch_file
from generation.engine.batches.verbs import start_batch
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import jobs_of_batch
from generation.models import GenerationJob
from generation.models.section import current_revisions
from generation.states import JobStatus
from settings_app import store
from tests.support.funnels import SAMPLES, make_funnel, standing, wait_for_end

FILE = SAMPLES / "calm-inbox-pages.csv"
SOON, LATER = "2030-01-31T09:00:00Z", "2030-02-02T09:00:00Z"
HOURS = {SOON: 20, LATER: 60, "": 1000}
TWIN = "https://harbourdesk.example/collections/replies-again"
COPIED = 10
"""Sentences that a page shares with its twin, and with no other."""


def lines() -> list[dict[str, str]]:
    """Return the file's lines, and one more for the same keywords as the first."""
    read = list(csv.DictReader(io.StringIO(FILE.read_text())))
    return [*read, read[0] | {"inputs.url": TWIN, "inputs.sku_count": "1", "inputs.monthly_searches": "1"}]


def as_file(table: list[dict[str, str]], funnel: str) -> bytes:
    now = timezone.now()
    written = io.StringIO()
    rows = csv.DictWriter(written, table[0].keys())
    rows.writeheader()
    for line in table:
        hours = HOURS[line["deadline"]]
        deadline = (now + timedelta(hours=hours)).isoformat() if line["deadline"] else ""
        rows.writerow(line | {"funnel": funnel, "deadline": deadline})
    return written.getvalue().encode()


def points(line: dict[str, str]) -> int:
    """Return the score of requirement E20, told a second time."""
    products, searches = int(line["inputs.sku_count"]), int(line["inputs.monthly_searches"])
    hours = HOURS[line["deadline"]]
    return (
        (30 if products > 1000 else 20 if products > 100 else 10)
        + (30 if searches > 10_000 else 20 if searches > 1000 else 10)
        + {"missing": 20, "outdated": 10, "current": 0}[line["inputs.content_status"]]
        + (30 if hours <= 24 else 20 if hours <= 72 else 0)
    )


def in_order(table: list[dict[str, str]]) -> list[str]:
    """Return the addresses as they should be written: by level, by score, by place in the file."""

    def place(line: dict[str, str]) -> tuple[int, int]:
        score = points(line)
        return (0 if score >= 70 else 1 if score >= 40 else 2), -score

    return [line["inputs.url"] for line in sorted(table, key=place)]


def shared_by_page(funnel_id: object) -> dict[str, int]:
    """Return how many sentences each page was told that it shares."""
    counts: dict[str, int] = {}
    for revision in current_revisions().filter(section__funnel=funnel_id, section__blueprint="page"):
        shared = sum(advice["rule"] == "shared_sentence" for advice in revision.advice)
        counts[revision.section.subject] = counts.get(revision.section.subject, 0) + shared
    return counts


def test_a_file_of_pages_is_written_by_priority_and_score_and_finds_the_copy(
    running_worker, nothing_admitted
):
    funnel, table = make_funnel(), lines()
    rows = open_batch_file(as_file(table, str(funnel.pk))).rows_for(get_blueprint("page"))
    batch = start_batch(funnel.owner, rows=rows, blueprint="page")

    store.save({WRITER_PROVIDER.key: "demo", MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    admit_jobs()

    for job in jobs_of_batch(batch):
        assert wait_for_end(job, seconds=120).status == JobStatus.COMPLETED, standing(job)
    begun = list(GenerationJob.objects.order_by("started_at").values_list("subject", flat=True))
    assert begun == in_order(table)
    assert {url for url, times in shared_by_page(funnel.pk).items() if times >= COPIED} == {TWIN}
