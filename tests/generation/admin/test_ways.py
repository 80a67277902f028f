import pytest

from generation.admin.facts import gather_facts
from generation.admin.ways import Way, ways_out
from generation.models import GenerationJob
from generation.states import TaskStatus
from tests.support.admin import change, make_beat
from tests.support.documents import names_in, rows_below

PAGE, SECTION = "docs/api.md", "Why an attempt failed"


def ways_of(job: GenerationJob) -> list[Way]:
    return ways_out(gather_facts(GenerationJob.objects.select_related("funnel").get(pk=job.pk)))


def buttons_of(job: GenerationJob) -> list[str]:
    return [way.button for way in ways_of(job) if way.button]


def words_of(job: GenerationJob) -> str:
    return " ".join(way.says for way in ways_of(job))


def test_a_running_job_can_be_stopped_or_begun_anew(running_job: GenerationJob) -> None:
    assert buttons_of(running_job) == ["Cancel", "Start over"]


def test_a_failed_job_can_be_tried_again_from_its_failed_task(failed_job: GenerationJob) -> None:
    assert buttons_of(failed_job) == ["Try again", "Resume", "Start over"]


def test_missing_processes_come_first(running_job: GenerationJob) -> None:
    assert "Start a worker" in words_of(running_job)
    assert "Start the reconciler" in words_of(running_job)

    make_beat("worker@here:1")
    make_beat("reconciler@here:2", kind="reconciler")

    assert "Start" not in words_of(running_job)


def test_an_error_brings_its_remedy(failed_job: GenerationJob) -> None:
    assert "lower max_concurrent_jobs" in words_of(failed_job)

    change(failed_job.tasks.get(status=TaskStatus.FAILED), error_code="unauthorised")

    assert "Check the provider's API key" in words_of(failed_job)


@pytest.mark.parametrize("code", [name for row in rows_below(PAGE, SECTION) for name in names_in(row[0])])
def test_every_error_a_task_can_have_brings_advice(failed_job: GenerationJob, code: str) -> None:
    task = failed_job.tasks.get(status=TaskStatus.FAILED)
    change(task, error_code="")
    without = words_of(failed_job)

    change(task, error_code=code)

    assert words_of(failed_job) != without
