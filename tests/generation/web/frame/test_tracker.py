"""The corner of every page that follows a person's runs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job, resume_job, start_job
from generation.engine.verbs.notices import claim_endings
from generation.engine.verbs.putting_off import move_in_time
from generation.models import EndingNotice, GenerationBatch, GenerationJob
from settings_app import store
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import make_incident
from tests.support.job_states import resumed
from tests.support.jobs import begin, fail, start_running, write

pytestmark = pytest.mark.django_db


def look(browser: Client, page: str = "history", **options: object) -> str:
    return browser.get(reverse(page), **options).content.decode()


def entry(job: GenerationJob) -> str:
    return f'id="tracker-{job.pk}"'


def end(job: GenerationJob) -> None:
    """Write all that is left of the job."""
    for task in job.tasks.exclude(status="completed").order_by("position"):
        write(job, task.position)


def run_of(html: str) -> str:
    return html.partition('data-run="')[2].partition('"')[0]


def test_nothing_is_followed_where_nothing_is_written(browser):
    assert "tracker-entry" not in look(browser)


def test_a_run_is_followed_folded_at_first(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    write(job, 1)

    html = look(browser)

    assert entry(job) in html
    assert "1/14" in html
    assert '<details name="tracker"' in html
    assert f'data-tracked="{job.pk}">' in html  # not `open`


def test_the_entry_that_was_unfolded_is_still_on_the_next_page(browser, ana):
    job = start_running(make_funnel(ana))
    browser.cookies["tracker"] = str(job.pk)

    assert f'data-tracked="{job.pk}" open>' in look(browser)


def test_its_rows_say_how_far_each_part_is_and_lead_to_what_is_written(browser, ana):
    job = start_running(make_funnel(ana))
    write(job, 1)
    begin(job, 2)

    html = look(browser)

    assert html.count('<li id="tracker-row-') == 14
    read = reverse("read", args=[job.funnel_id])
    assert f'href="{read}?part=lead_magnet_part_1"' in html
    assert f'href="{read}?part=lead_magnet_part_2"' not in html
    assert '<time class="small muted" data-since=' in html


def test_a_part_kept_from_an_earlier_run_says_so(browser, ana):
    resumed(make_funnel(ana))

    assert "status status-icon kept" in look(browser)


def test_a_run_that_only_waits_to_try_again_says_so(browser, ana):
    job = start_running(make_funnel(ana))
    fail(job, 1, retryable=True)

    html = look(browser)

    assert "again in <time data-until=" in html
    assert "status status-icon retrying" in html


def test_a_run_in_line_says_its_place(browser, ana):
    store.save({MAX_CONCURRENT_JOBS.key: 1}, changed_by=None)
    start_running(make_funnel(make_user("bo")))
    job = start_job(make_funnel(ana))
    admit_jobs()

    assert "1st in line" in look(browser)
    move_in_time(job, scheduled_at=timezone.now() + timedelta(days=1))
    assert ">Starts later<" in look(browser)
    assert "Waits for its time" in look(browser)


def test_the_same_state_is_the_same_text(browser, ana):
    job = start_running(make_funnel(ana))
    write(job, 1)
    begin(job, 2)

    first, second = (look(browser).partition('id="tracker-entries"')[2] for _ in range(2))

    assert without_tokens(first) == without_tokens(second)


def test_what_went_well_is_shown_until_a_moment_after_it_was_told(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    end(job)

    untold = look(browser)
    claim_endings(ana)
    just_told = look(browser)
    EndingNotice.objects.update(told_at=timezone.now() - timedelta(seconds=6))

    assert "<span>Focus Funnel</span> is ready" in untold
    assert "data-goes" in untold
    assert "<span>Focus Funnel</span> is ready" in just_told
    assert entry(job) not in look(browser)


def test_a_batch_has_one_entry_until_it_is_dismissed(browser, ana):
    batch = make_batch(ana, jobs=3, name="Forty")
    batch.jobs.filter(pk=batch.jobs.first().pk).update(status="failed", completed_at=timezone.now())

    while_open, on_its_page = look(browser), browser.get(reverse("batch", args=[batch.pk])).content.decode()
    batch.jobs.exclude(status="failed").update(status="completed", completed_at=timezone.now())
    ended = look(browser)
    browser.post(reverse("dismiss_run"), {"run": run_of(ended)})

    for html in (while_open, ended):
        assert html.count('class="tracker-entry') == 1
        assert f'id="tracker-{batch.pk}"' in html
        assert f'href="{reverse("batch", args=[batch.pk])}"' in html
        assert 'aria-label="Dismiss Forty"' in html
    assert "0/3" in while_open
    assert "2 in line, 1 failed" in while_open
    assert "2 of 3 ready, 1 failed" in ended
    assert "data-goes" not in ended
    assert "tracker-entry" not in on_its_page
    assert "tracker-entry" not in look(browser)


def test_a_batch_that_was_put_off_starts_later(browser, ana):
    batch = make_batch(ana, jobs=2)
    batch.jobs.update(scheduled_at=timezone.now() + timedelta(days=1))
    assert ">Starts later<" in look(browser)

    batch.jobs.filter(pk=batch.jobs.first().pk).update(scheduled_at=None)
    assert ">Starts later<" not in look(browser)


def test_a_batch_that_goes_on_after_an_incident_is_on_hold(browser, ana):
    batch = make_batch(ana, jobs=2)
    ended = {"status": "failed", "completed_at": timezone.now() - timedelta(minutes=1)}
    batch.jobs.update(**ended, incident=make_incident())

    html = look(browser)

    assert "status status-icon retrying" in html
    assert "0 of 2 ready, 2 on hold" in html
    assert "data-goes" not in html


def test_a_batch_that_went_well_is_shown_until_a_moment_after_it_was_told(browser, ana):
    batch = make_batch(ana, jobs=2, name="Forty")
    batch.jobs.update(status="completed", completed_at=timezone.now() - timedelta(minutes=1))
    GenerationBatch.objects.update(ended_at=timezone.now())

    untold = look(browser)
    claim_endings(ana)
    EndingNotice.objects.update(told_at=timezone.now() - timedelta(seconds=6))

    assert "<span>Forty</span> is ready" in untold
    assert "data-goes" in untold
    assert "tracker-entry" not in look(browser)


def test_what_failed_stays_though_it_was_told(browser, ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    fail(job, 1)
    claim_endings(ana)
    EndingNotice.objects.update(told_at=timezone.now() - timedelta(hours=1))

    html = look(browser)

    assert "1 part failed" in html
    assert "data-goes" not in html


def test_a_run_that_is_dismissed_stays_away_until_the_next(browser, ana):
    job = start_running(make_funnel(ana))
    fail(job, 1)
    other = start_running(make_funnel(ana))

    answer = browser.post(
        reverse("dismiss_run"),
        {"run": run_of(look(browser))},
        headers={"Referer": "http://testserver/history/"},
    )
    dismissed = look(browser)
    GenerationJob.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(minutes=1))
    next_run = look(browser)

    assert answer.headers["Location"] == "http://testserver/history/"
    assert entry(job) not in dismissed
    assert entry(other) in dismissed
    assert entry(job) in next_run


def test_a_resume_is_a_run_of_its_own(browser, ana):
    job = start_running(make_funnel(ana))
    fail(job, 1)
    GenerationJob.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(minutes=1))
    browser.post(reverse("dismiss_run"), {"run": run_of(look(browser))})
    before = look(browser)

    resume_job(job)

    assert entry(job) not in before
    assert entry(job) in look(browser)


@pytest.mark.parametrize("run", ["", "somebody", "0123abcd-65a1 x", "a" * 5000])
def test_what_is_no_run_cannot_be_dismissed(browser, run):
    answer = browser.post(reverse("dismiss_run"), {"run": run})

    assert answer.status_code == 400
    assert "dismissed" not in answer.cookies


def test_the_cookie_of_dismissals_does_not_grow_for_ever(browser):
    for number in range(40):
        answer = browser.post(reverse("dismiss_run"), {"run": f"0123abcd-{number:x}"})

    names = answer.cookies["dismissed"].value.split(".")
    assert (len(names), names[-1]) == (30, "0123abcd-27")


def test_three_runs_are_shown_and_the_rest_are_counted(browser, ana):
    for number in range(5):
        start_running(make_funnel(ana, name=f"Funnel {number}"))

    html = look(browser)

    assert html.count('class="tracker-entry"') == 3
    assert "and 2 more" in html


def test_the_last_run_speaks_for_its_funnel(browser, ana):
    funnel = make_funnel(ana)
    older = start_running(funnel)
    fail(older, 1)
    newer = start_running(funnel)

    html = look(browser)

    assert entry(newer) in html
    assert entry(older) not in html


def test_a_cancelled_run_is_followed_no_more(browser, ana):
    job = start_running(make_funnel(ana))
    cancel_job(job)

    assert "tracker-entry" not in look(browser)


def test_the_page_of_a_run_does_not_follow_it_too(browser, ana):
    job, other = start_running(make_funnel(ana)), start_running(make_funnel(ana))

    html = browser.get(reverse("run", args=[job.funnel_id])).content.decode()

    assert entry(job) not in html
    assert entry(other) in html


def test_the_reader_follows_the_run_of_what_is_read(browser, ana):
    job = start_running(make_funnel(ana))
    write(job, 1)

    assert entry(job) in browser.get(reverse("read", args=[job.funnel_id])).content.decode()


def test_nobody_follows_what_is_not_theirs_staff_neither(browser):
    job = start_running(make_funnel(make_user("bo")))
    staff = Client()
    staff.force_login(make_user("boss", is_staff=True, is_superuser=True))

    assert entry(job) not in look(browser)
    assert entry(job) not in look(staff)


@pytest.mark.parametrize("page", ["settings", "queue"])
def test_it_is_on_the_pages_of_staff_too(page):
    boss = make_user("boss", is_staff=True, is_superuser=True)
    job = start_running(make_funnel(boss))
    staff = Client()
    staff.force_login(boss)

    assert entry(job) in look(staff, page)


def test_nothing_of_it_is_on_the_way_in():
    html = Client().get(reverse("sign_in")).content.decode()

    assert "tracker" not in html
    assert "signals" not in html


def without_tokens(html: str) -> str:
    """Return the page without what differs by design: tokens against forgery."""
    start, *rest = html.split('name="csrfmiddlewaretoken" value="')
    return start + "".join(piece.partition('"')[2] for piece in rest)
