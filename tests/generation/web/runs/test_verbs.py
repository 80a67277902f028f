"""What a person does on the run page, and who may."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, reset_job
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import Funnel, GenerationJob
from settings_app import store
from tests.support import job_states
from tests.support.funnels import make_funnel, make_staff
from tests.support.jobs import fail, start_running, task_at, write
from tests.support.run_html import buttons, html
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db

FIRST = "lead_magnet_part_1"
HAS_A_RUN = "This funnel has a run already, the one you see here. No other was started."
HAS_MOVED_ON = "This run has moved on since the page was read. Nothing was started; look again first."
NOT_RESUMABLE = "Only a run that failed or was cancelled is resumed, and this one is neither now."


def post(client: Client, name: str, *args: object, **data: str) -> tuple[str, str]:
    """Return where the answer leads, and what is said there."""
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == 302, answer.status_code
    *_, said = [str(message) for message in get_messages(answer.wsgi_request)]
    return answer.headers["Location"], said


@pytest.fixture
def run(funnel) -> str:
    return reverse("run", args=[funnel.pk])


@pytest.fixture
def failed(funnel) -> GenerationJob:
    return job_states.failed(funnel)


@pytest.fixture
def finished(funnel) -> GenerationJob:
    return job_states.finished(funnel)


def test_generate_starts_a_run(page, funnel, run):
    assert post(page, "generate", funnel.pk) == (run, "Generation started.")
    assert GenerationJob.objects.get().is_open


def press_at_once(tabs: list[Client], address: str, **data: str) -> list[int | BaseException]:
    """Post from every tab at the same moment; return how each was answered."""
    return all_at_once([lambda tab=tab: tab.post(address, data).status_code for tab in tabs])  # type: ignore[misc]


def test_a_second_generate_shows_the_run_there_is(page, funnel, run):
    post(page, "generate", funnel.pk)

    assert post(page, "generate", funnel.pk) == (run, "This funnel is being generated already.")
    assert GenerationJob.objects.count() == 1


@pytest.mark.parametrize("end", ["finished", "failed"])
def test_a_page_from_before_the_run_does_not_start_a_second(page, funnel, run, end, request):
    request.getfixturevalue(end)

    assert post(page, "generate", funnel.pk) == (run, HAS_A_RUN)
    assert GenerationJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_start_one_run(browser_of, ana, funnel):
    answers = press_at_once([browser_of(ana), browser_of(ana)], reverse("generate", args=[funnel.pk]))

    assert answers == [302, 302]
    assert GenerationJob.objects.count() == 1


def test_a_brief_that_lacks_something_leads_to_its_check(page, ana):
    draft = Funnel.objects.create(owner=ana, name="Keto", brief={}, draft=True)

    where, said = post(page, "generate", draft.pk)

    assert where == f"/funnels/{draft.pk}/brief/style/?missing"
    assert said.startswith("The brief is not complete yet. ")
    assert not GenerationJob.objects.exists()


def test_cancel_keeps_what_is_finished(page, funnel, run):
    job = start_running(funnel)
    write(job, 1)

    assert post(page, "cancel_job", job.pk) == (run, "Cancelled. Finished parts are kept.")

    job.refresh_from_db()
    assert (job.status, task_at(job, 1).status) == ("cancelled", "completed")


def test_a_second_cancel_says_that_there_is_nothing_to_cancel(page, funnel, run):
    job = cancel_job(start_running(funnel))

    assert post(page, "cancel_job", job.pk) == (
        run,
        "This run has ended already; there is nothing to cancel.",
    )


def test_resume_goes_on_where_it_stopped(page, failed, run):
    assert post(page, "resume_job", failed.pk) == (run, "Resumed. Finished parts are kept.")

    failed.refresh_from_db()
    assert (failed.is_open, task_at(failed, 1).status) == (True, "completed")


def test_a_run_that_goes_on_is_not_resumed(page, funnel, run):
    job = start_running(funnel)

    assert post(page, "resume_job", job.pk) == (run, NOT_RESUMABLE)


def test_reset_writes_everything_anew(page, finished, run):
    assert post(page, "reset_job", finished.pk, seen=str(finished.epoch)) == (
        run,
        "Regenerating all parts. Earlier versions are kept.",
    )

    assert {task.status for task in finished.tasks.all()} == {"pending"}


def test_a_run_that_failed_is_started_over(page, failed, run):
    assert post(page, "reset_job", failed.pk, seen=str(failed.epoch)) == (
        run,
        "Started over. Earlier versions are kept.",
    )

    assert {task.status for task in failed.tasks.all()} == {"pending"}


@pytest.mark.parametrize("verb", ["resume_job", "cancel_job"])
def test_only_what_begins_from_the_brief_finds_fault_with_it(page, failed, run, monkeypatch, verb):
    def refuses(_: GenerationJob) -> None:
        raise InvalidRequestError({"job": "Not so."})

    monkeypatch.setattr(f"generation.engine.verbs.jobs.{verb}", refuses)

    assert post(page, verb, failed.pk) == (run, "Not so.")


def test_a_run_that_goes_on_is_not_begun_anew(page, funnel, run):
    job = start_running(funnel)
    write(job, 1)

    assert post(page, "reset_job", job.pk, seen=str(job.epoch)) == (
        run,
        "This is still running. Wait for it or cancel it first.",
    )

    assert task_at(job, 1).status == "completed"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_begin_anew_once(browser_of, ana, finished):
    answers = press_at_once(
        [browser_of(ana), browser_of(ana)], reverse("reset_job", args=[finished.pk]), seen=str(finished.epoch)
    )

    assert answers == [302, 302]
    kinds = list(finished.events.values_list("kind", flat=True))
    assert (kinds.count("job_reset"), kinds.count("job_cancelled")) == (1, 0)


def test_what_was_begun_anew_since_it_was_looked_at_is_not_begun_again(finished):
    reset_job(finished, seen_epoch=finished.epoch)

    with pytest.raises(NotAllowedError, match="still running"):
        reset_job(finished, seen_epoch=finished.epoch)

    admit_jobs()
    cancel_job(finished)
    with pytest.raises(NotAllowedError, match="moved on"):
        reset_job(finished, seen_epoch=finished.epoch)


@pytest.mark.parametrize("seen", ["{epoch}", "", "nonsense", "\N{SUPERSCRIPT TWO}", "9" * 5000])
def test_a_page_from_before_the_last_run_does_not_begin_anew(page, finished, run, seen):
    seen = seen.format(epoch=finished.epoch)
    reset_job(finished)
    admit_jobs()
    cancel_job(finished)

    assert post(page, "reset_job", finished.pk, seen=seen) == (run, HAS_MOVED_ON)
    finished.refresh_from_db()
    assert finished.status == "cancelled"


def test_the_page_says_which_run_it_saw(page, finished, funnel):
    asked = html(page, funnel).partition('id="ask-reset"')[2]

    assert f'name="seen" value="{finished.epoch}"' in asked


def test_a_reset_needs_a_whole_brief(page, finished, funnel):
    Funnel.objects.update(brief={})

    where, _ = post(page, "reset_job", finished.pk, seen=str(finished.epoch))

    assert where == f"/funnels/{funnel.pk}/brief/style/?missing"
    finished.refresh_from_db()
    assert finished.status == "completed"


def test_try_now_makes_a_waiting_part_due(page, funnel, run):
    job = start_running(funnel)
    task = fail(job, 1, retryable=True)

    assert post(page, "retry_task", job.pk, FIRST) == (run, "Lead magnet, part 1 is tried again.")

    assert task_at(job, 1).next_attempt_at < task.next_attempt_at


def test_try_again_takes_a_failed_part_up_with_all_that_is_left(page, failed, run):
    assert post(page, "retry_task", failed.pk, "lead_magnet_part_2")[0] == run

    failed.refresh_from_db()
    assert (failed.is_open, task_at(failed, 2).status) == (True, "pending")


def test_a_part_that_is_neither_waiting_nor_failed_is_not_tried_again(page, failed, run):
    _, said = post(page, "retry_task", failed.pk, FIRST)

    assert said == "This part neither failed nor waits for its next try; there is nothing to try again."


def addresses(job: GenerationJob) -> list[str]:
    return [
        reverse("generate", args=[job.funnel_id]),
        *(reverse(name, args=[job.pk]) for name in ("cancel_job", "resume_job", "reset_job")),
        reverse("retry_task", args=[job.pk, FIRST]),
    ]


def test_somebody_elses_run_does_not_exist(stranger, failed):
    assert {stranger.post(address).status_code for address in addresses(failed)} == {404}


def test_staff_need_a_permission_to_act_for_others(staff, failed):
    assert {staff.post(address).status_code for address in addresses(failed)} == {403}
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_staff_with_the_permission_act_for_others(browser_of, failed):
    olga = make_staff("olga", "change_generationjob")

    assert browser_of(olga).post(reverse("resume_job", args=[failed.pk])).status_code == 302
    failed.refresh_from_db()
    assert failed.is_open


def test_looking_at_the_address_of_a_verb_does_nothing(page, failed):
    assert {page.get(address).status_code for address in addresses(failed)} == {405}


def test_a_part_there_is_not_is_404(page, failed):
    assert page.post(reverse("retry_task", args=[failed.pk, "nonsense"])).status_code == 404


def test_a_verb_without_the_forms_token_is_refused(ana, failed):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)

    assert strict.post(reverse("resume_job", args=[failed.pk])).status_code == 403


def test_a_job_that_was_taken_up_elsewhere_meanwhile_is_said(page, failed, funnel, run):
    page.post(reverse("resume_job", args=[failed.pk]))
    admit_jobs()

    _, said = post(page, "resume_job", failed.pk)

    assert said == NOT_RESUMABLE


def test_an_older_run_is_not_resumed_beside_an_open_one(page, failed, funnel):
    start_running(funnel)

    _, said = post(page, "resume_job", failed.pk)

    assert said.startswith("This funnel is being generated already.")


def test_funnels_of_one_person_are_started_side_by_side(page, ana, funnel):
    post(page, "generate", funnel.pk)
    post(page, "generate", make_funnel(ana).pk)

    assert GenerationJob.objects.count() == 2


def test_a_run_in_line_is_raised_and_lowered_by_its_owner(page, funnel, run):
    job = job_states.in_line(funnel)

    assert post(page, "low_job", job.pk) == (run, "It has low priority now.")
    assert post(page, "high_job", job.pk) == (run, "It has high priority now.")
    job.refresh_from_db()
    assert (job.priority, job.priority_given) == ("high", True)


def test_a_run_is_raised_to_high_by_those_who_may_choose_it(page, funnel, run):
    job = job_states.in_line(funnel)
    store.save({"high_priority_for": "staff"}, None)

    assert buttons(page, funnel) == ("Lower to low", "Start later", "Cancel run")
    assert post(page, "high_job", job.pk)[1].startswith("High priority is not for everyone here.")


def test_priorities_stay_as_they_are_where_owners_may_not_change_them(page, funnel, run):
    job = job_states.in_line(funnel)
    store.save({"priority_boost": False}, None)

    assert buttons(page, funnel) == ("Start later", "Cancel run")
    assert post(page, "low_job", job.pk) == (run, "Priorities are changed by administrators, at present.")


def test_nobody_raises_what_is_not_theirs(stranger, funnel):
    job = job_states.in_line(funnel)

    assert stranger.post(reverse("high_job", args=[job.pk])).status_code == 404
