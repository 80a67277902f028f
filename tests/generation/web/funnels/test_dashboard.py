"""The dashboard: a person's funnels and how they stand."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.beats import beat
from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import StartOptions, cancel_job, reset_job, start_job
from generation.models import Funnel, GenerationJob
from settings_app import store
from tests.support.funnels import make_funnel
from tests.support.incidents import stop_by_incident
from tests.support.jobs import fail, start_running, write, write_off_the_record


@pytest.fixture
def page_of(page):
    return lambda query="": page.get(f"/funnels/{query}").content.decode()


def names(html: str) -> list[str]:
    """Return the names on the cards, in their order."""
    return re.findall(r'<li class="card funnel".*?<h2><a [^>]*>(.*?)</a>', html, re.DOTALL)


def counts(html: str) -> dict[str, int]:
    """Return what the tabs say they hold."""
    found = re.findall(r'<a href="[^"]*"[^>]*>([^<]+) <span class="count num">(\d+)<', html)
    return {label: int(number) for label, number in found}


def card(html: str, funnel: Funnel) -> str:
    return re.search(rf'<li class="card funnel" id="card-{funnel.pk}".*?</li>', html, re.DOTALL)[0]


def without_tokens(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def question(html: str, funnel: Funnel) -> str:
    """Return what is asked before the funnel is deleted."""
    return re.search(rf'<dialog id="delete-{funnel.pk}".*?</dialog>', html, re.DOTALL)[0]


def offers(html: str) -> list[str]:
    return re.findall(r'class="button small[^"]*"[^>]*>([^<]+)<', html)


def finish(funnel: Funnel) -> GenerationJob:
    job = start_running(funnel)
    for position in range(1, 15):
        write(job, position)
    return job


def finish_off_the_record(funnel: Funnel) -> None:
    delete_job(finish(funnel))


def cancel_before_anew(funnel: Funnel) -> None:
    cancel_job(reset_job(finish(funnel)))


def failed(funnel: Funnel) -> None:
    job = start_running(funnel)
    write(job, 1)
    fail(job, 2)


def test_who_has_no_funnel_is_told_how_to_begin(page_of):
    html = page_of()

    assert "No funnels yet" in html
    assert "Describe one idea. Galley writes five products" in html
    assert 'value="example:calm-inbox"' in html


def test_funnels_are_listed_the_newest_first(page_of, ana):
    for name in ("First", "Second", "Third"):
        make_funnel(ana, name=name)

    assert names(page_of()) == ["Third", "Second", "First"]


def test_nobody_sees_another_persons_funnels(others_page, funnel):
    assert funnel.name not in others_page.get("/funnels/").content.decode()


def test_each_tab_counts_and_shows_its_own(page_of, ana, draft):
    make_funnel(ana, name="Not started")
    start_running(make_funnel(ana, name="Runs"))
    finish(make_funnel(ana, name="Is ready"))
    failed(make_funnel(ana, name="Has failed"))
    cancel_job(start_job(make_funnel(ana, name="Was cancelled")))
    write_off_the_record(make_funnel(ana, name="Off the record"))

    assert counts(page_of()) == {"All": 7, "Running": 1, "Ready": 2, "Needs you": 1, "Not started": 2}
    assert names(page_of("?show=running")) == ["Runs"]
    assert names(page_of("?show=ready")) == ["Off the record", "Is ready"]
    assert names(page_of("?show=needs-you")) == ["Has failed"]
    assert names(page_of("?show=not-started")) == ["Not started", "Later"]


def test_a_funnel_that_runs_shows_a_segment_for_each_task(page_of, funnel):
    job = start_running(funnel)
    write(job, 1)
    fail(job, 2, retryable=True)

    html = card(page_of(), funnel)

    assert "1 of 14" in html
    assert re.findall(r'<i class="status (\w+)"></i>', html) == ["done", "retrying"] + ["pending"] * 12
    assert 'aria-valuetext="1 of 14 parts done"' in html


def test_a_funnel_in_line_says_its_place(page_of, funnel):
    start_job(funnel)

    assert "1st in line" in card(page_of(), funnel)


def test_no_time_is_promised_while_no_worker_answers(page_of, funnel):
    start_running(funnel)
    ago = timezone.now() - timedelta(minutes=5)
    beat("reconciler@here:1", kind="reconciler", started_at=ago)

    shown = card(page_of(), funnel)

    assert "no worker answers" in shown
    assert "data-left" not in shown


def test_a_finished_funnel_says_how_long_it_is_and_can_be_read(page_of, funnel):
    finish(funnel)

    html = card(page_of(), funnel)

    assert "70 words" in html
    assert f'href="/funnels/{funnel.pk}/read/"' in html
    assert f'href="/funnels/{funnel.pk}/export/"' in html


@pytest.mark.parametrize(
    ("bring", "status", "words", "offered"),
    [
        (finish_off_the_record, "Ready", "70 words", ["Read", "Export", "Open"]),
        (write_off_the_record, "Partly written", "5 words", ["Read", "Export", "Open"]),
        (cancel_before_anew, "Cancelled", "70 words", ["Resume", "Read", "Export", "Open"]),
        (lambda funnel: reset_job(finish(funnel)), "In line", "70 words", ["Read", "Export", "Open"]),
    ],
    ids=["off the record", "partly off the record", "cancelled before anew", "in line before anew"],
)
def test_what_stands_written_is_told_whatever_became_of_its_run(
    page_of, funnel, bring, status, words, offered
):
    bring(funnel)

    html = page_of()
    shown = card(html, funnel)

    assert f"{status}</span>" in shown
    assert words in shown
    assert offers(shown) == offered
    assert f'<h2><a href="/funnels/{funnel.pk}/run/"' in shown
    assert "is deleted with all that was written for it" in question(html, funnel)


def test_an_unwritten_funnel_is_deleted_with_its_brief(page_of, funnel):
    cancel_job(start_running(funnel))

    html = page_of()

    assert "is deleted with its brief" in question(html, funnel)
    assert "kept" not in card(html, funnel)
    assert offers(card(html, funnel)) == ["Resume", "Open"]


def test_what_a_cancelled_run_left_is_told(page_of, ana, funnel):
    other = make_funnel(ana)
    cancel_before_anew(funnel)
    job = start_running(other)
    write(job, 1)
    cancel_job(job)

    html = page_of()

    assert "The earlier text is kept." in card(html, funnel)
    assert "1 finished part is kept." in card(html, other)


def test_a_failed_run_is_told_above_the_list_with_its_cause_and_the_way_on(page_of, funnel):
    failed(funnel)

    html = page_of()
    strip = re.search(r'<div id="needs-you".*?</section>', html, re.DOTALL)[0]

    assert "Calm Inbox" in strip
    assert "Lead magnet, part 2: The AI service said no." in strip
    assert f'action="/jobs/{funnel.jobs.get().pk}/resume/"' in strip


def test_a_failed_run_on_another_page_needs_one_too(page_of, ana):
    failed(make_funnel(ana, name="Long ago"))
    for number in range(24):
        make_funnel(ana, name=f"Newer {number}")

    html = page_of()

    assert "Long ago" not in names(html)
    assert 'class="strong"' in html


def test_where_nothing_failed_nothing_needs_anybody(page_of, funnel):
    assert "needs-you-title" not in page_of()


def test_a_run_that_goes_on_by_itself_needs_nobody(page_of, funnel):
    stop_by_incident(start_running(funnel))

    assert "needs-you-title" not in page_of()
    assert (counts(page_of())["Running"], counts(page_of())["Needs you"]) == (1, 0)
    shown = card(page_of(), funnel)
    assert "On hold" in shown
    assert "goes on by itself" in shown
    assert "Retrying will not help" not in shown


def test_what_needs_somebody_does_not_stand_above_what_is_looked_for(page_of, funnel):
    failed(funnel)

    assert "needs-you-title" not in page_of("?q=calm")


def test_a_search_finds_names_and_keeps_its_tab(page_of, ana):
    make_funnel(ana, name="Bread for beginners")
    make_funnel(ana, name="Running")

    html = page_of("?q=BREAD&show=drafts")

    assert names(html) == ["Bread for beginners"]
    assert counts(html)["All"] == 1
    assert "?q=BREAD" in html


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=%25", "?page=0", "?page=999", "?page=x", "?show=x", "?q=" + "x" * 9000]
)
def test_an_odd_question_is_answered_calmly(page, funnel, query):
    assert page.get(f"/funnels/{query}").status_code == 200


def test_what_is_not_found_is_said_and_shown_as_text(page_of, funnel):
    html = page_of("?q=<script>alert(1)</script>")

    assert "Nothing found" in html
    assert "<script>alert" not in html


def test_a_hostile_name_comes_out_as_text(page_of, ana):
    make_funnel(ana, name="<script>alert(1)</script>")

    html = page_of()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_page_holds_24_funnels_and_leads_to_the_others(page_of, ana):
    for number in range(30):
        make_funnel(ana, name=f"Funnel {number}")

    first, second = page_of(), page_of("?page=2")

    assert len(names(first)) == 24
    assert 'href="?page=2"' in first
    assert names(second) == [f"Funnel {number}" for number in range(5, -1, -1)]


def test_the_same_state_is_served_in_the_same_words(page_of, ana, funnel):
    failed(funnel)
    start_running(make_funnel(ana))

    pieces = [
        re.sub(
            r'name="(csrfmiddlewaretoken|key)" value="[\w-]+"',
            "",
            re.search(r"<main.*</main>", html, re.DOTALL)[0],
        )
        for html in (page_of(), page_of())
    ]

    assert pieces[0] == pieces[1]


def test_twenty_funnels_cost_as_many_queries_as_one_of_each_kind(
    page, ana, django_assert_num_queries, django_assert_max_num_queries
):
    store.save({MAX_CONCURRENT_JOBS.key: 100}, changed_by=None)
    tomorrow = StartOptions(scheduled_at=timezone.now() + timedelta(days=1))

    def one_of_each() -> None:
        make_funnel(ana, draft=True, brief={})
        start_job(make_funnel(ana), options=tomorrow)
        start_running(make_funnel(ana))
        finish(make_funnel(ana))
        failed(make_funnel(ana))
        write_off_the_record(make_funnel(ana))

    one_of_each()
    with django_assert_max_num_queries(30) as few:
        page.get("/funnels/")
    for _ in range(3):
        one_of_each()

    with django_assert_num_queries(len(few)):
        page.get("/funnels/")
