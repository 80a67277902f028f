"""The funnels a dashboard lists: with all that is written of each, not its own content alone."""

import re

import pytest

from generation.engine.verbs.jobs import cancel_job
from generation.models import GenerationJob
from generation.web.which import address_of
from tests.support.funnels import make_funnel
from tests.support.jobs import complete, write
from tests.support.kinds import start_launch

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(page):
    """Answers with the names that the tab shows."""

    def names(query: str) -> list[str]:
        html = page.get(f"/funnels/?{query}").content.decode()
        return re.findall(r'<li class="card funnel".*?<h2><a [^>]*>(.*?)</a>', html, re.DOTALL)

    return names


def stop(job: GenerationJob) -> None:
    GenerationJob.objects.filter(pk=job.pk).update(status="failed", error_message="The AI service said no.")


def test_a_funnel_stands_with_all_that_is_written_of_it(listed, ana):
    start_launch(make_funnel(ana, name="Runs"))
    complete(start_launch(make_funnel(ana, name="Is ready")))
    stop(start_launch(make_funnel(ana, name="Has failed")))
    cancel_job(start_launch(make_funnel(ana, name="Was cancelled")))
    make_funnel(ana, name="Not started")

    assert listed("show=running") == ["Runs"]
    assert listed("show=ready") == ["Is ready"]
    assert listed("show=needs-you") == ["Has failed"]
    assert listed("show=not-started") == ["Not started"]


def test_what_failed_and_was_started_again_needs_nobody(listed, funnel):
    stop(start_launch(funnel))
    start_launch(funnel)

    assert listed("show=needs-you") == []
    assert listed("show=running") == [funnel.name]


def test_a_run_of_any_kind_that_failed_is_told_above_the_list(page, funnel):
    job = start_launch(funnel)
    write(job, 1)
    stop(job)

    html = page.get("/funnels/").content.decode()
    strip = re.search(r'<div id="needs-you".*?</section>', html, re.DOTALL)[0]

    assert f"{funnel.name} / Launch: Spring event" in strip
    assert address_of("run", funnel.pk, job).replace("&", "&amp;") in strip
    assert f'action="/jobs/{job.pk}/resume/"' in strip
    assert "1 finished part is kept." in strip


def test_what_is_written_is_found_by_its_name(listed, ana):
    start_launch(make_funnel(ana, name="One"), event="Spring event")
    start_launch(make_funnel(ana, name="Two"), event="Autumn event")

    assert listed("q=spring") == ["One"]
