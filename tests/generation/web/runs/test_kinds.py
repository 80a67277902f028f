"""The run page of what is not a funnel's own: a launch, documents."""

import pytest
from django.urls import reverse

from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.models import GenerationJob
from generation.web.which import Which, address_of, where_it_is_started
from tests.support.jobs import complete, fail, start_running, write
from tests.support.kinds import THREE_DOCUMENTS, piece, start_documents, start_launch, write_pieces

SPRING = Which(blueprint="launch", subject="Spring event")


@pytest.fixture
def run_of(page, funnel):
    """Answers with the run page of this content."""
    return lambda which, **asked: page.get(address_of("run", funnel.pk, which, **asked)).content.decode()


def escaped(address: str) -> str:
    return address.replace("&", "&amp;")


def test_it_is_called_by_its_kind_and_subject_below_its_funnel(run_of, funnel):
    start_launch(funnel)

    shown = run_of(SPRING)

    assert "<title>Launch: Spring event - Focus Funnel - Galley</title>" in shown
    assert "<h1>Launch: Spring event</h1>" in shown
    assert f'<a href="/funnels/{funnel.pk}/run/">Focus Funnel</a><span>Launch: Spring event</span>' in shown
    assert "0 of 7 done" in shown


def test_its_links_lead_to_its_own_text(run_of, funnel):
    job = start_launch(funnel)
    write_pieces(job, 1, piece("reader"))

    shown = run_of(SPRING)

    read = address_of("read", funnel.pk, SPRING, part="marketing_profile")
    assert f'href="{escaped(read)}"' in shown
    assert f'href="{escaped(address_of("export", funnel.pk, SPRING))}"' in shown
    assert f'href="{escaped(address_of("run", funnel.pk, SPRING, task="offer"))}"' in shown


def test_runs_of_several_kinds_do_not_mix(run_of, funnel):
    own = start_running(funnel)
    write(own, 1)
    start_launch(funnel)

    assert "1 of 14 done" in run_of(Which())
    assert "0 of 7 done" in run_of(SPRING)
    assert "Nothing is written yet" in run_of(Which(blueprint="launch", subject="Another"))


def test_a_job_that_is_named_is_shown_whatever_else_the_address_says(page, run_of, funnel):
    job = start_launch(funnel)

    assert "<h1>Launch: Spring event</h1>" in run_of(Which(), job=job.pk)
    assert page.get(reverse("run", args=[funnel.pk]) + "?kind=nothing").status_code == 404
    assert page.get(reverse("run", args=[funnel.pk]) + f"?kind=nothing&job={job.pk}").status_code == 200


def test_without_a_run_it_leads_to_the_form_that_asks_for_its_inputs(run_of, funnel):
    shown = run_of(SPRING)

    assert f'href="{where_it_is_started(funnel.pk, SPRING)}"' in shown
    assert "Write the launch" in shown
    assert 'id="ask-generate"' not in shown
    assert "Five products" not in shown  # that is what a funnel holds


def test_the_address_of_the_funnel_leads_on_to_what_is_asked_for(page, funnel):
    answer = page.get(f"/funnels/{funnel.pk}/?kind=launch&subject=Spring+event")

    assert answer.url == address_of("run", funnel.pk, SPRING)


@pytest.mark.parametrize("verb", ["cancel_job", "resume_job"])
def test_a_verb_leads_back_to_the_run_it_was_about(page, funnel, verb):
    job = start_launch(funnel)
    if verb == "resume_job":
        cancel_job(job)

    assert page.post(reverse(verb, args=[job.pk])).url == address_of("run", funnel.pk, SPRING)


def test_a_part_is_tried_again_from_its_own_page(page, run_of, funnel):
    job = start_launch(funnel)
    task = fail(job, 1)

    assert f"/jobs/{job.pk}/tasks/{task.key}/retry/" in run_of(SPRING)
    answer = page.post(reverse("retry_task", args=[job.pk, task.key]))

    assert answer.url == address_of("run", funnel.pk, SPRING)


def test_who_starts_over_keeps_the_inputs(page, run_of, funnel):
    job = start_documents(funnel)
    cancel_job(job)
    documents = Which(blueprint="documents")
    assert "All 3 parts are written again" in run_of(documents)
    assert "3 calls" in run_of(documents)

    answer = page.post(reverse("reset_job", args=[job.pk]), {"seen": str(job.epoch)})

    assert answer.url == address_of("run", funnel.pk, documents)
    again = GenerationJob.objects.get(pk=job.pk)
    assert (again.is_open, again.inputs) == (True, THREE_DOCUMENTS)


def test_documents_off_the_record_are_those_that_were_written(run_of, funnel):
    job = start_documents(funnel)
    write_pieces(job, 3, piece("summary"))
    delete_job(cancel_job(job))

    shown = run_of(Which(blueprint="documents"))

    assert "1 of 1 done" in shown
    assert "1 part, 2 words" in shown


def test_a_rating_that_is_wrong_is_said_on_the_page_of_its_run(page, funnel):
    job = start_launch(funnel)
    complete(job)

    answer = page.post(reverse("rate_job", args=[job.pk]), {"stars": "9"})

    assert answer.status_code == 422
    assert "<h1>Launch: Spring event</h1>" in answer.content.decode()


def test_a_kind_without_the_subject_leads_to_all_there_is_of_it(page, funnel):
    start_launch(funnel)

    answer = page.get(address_of("run", funnel.pk, Which(blueprint="launch")))

    assert (answer.status_code, answer.headers.get("Location")) == (302, f"/funnels/{funnel.pk}/write/")
