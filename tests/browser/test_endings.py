"""How a run ended is told once: to whichever of a person's pages is seen, or to the next that is opened."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from generation.engine.verbs.jobs import cancel_job
from generation.models import EndingNotice, Preferences
from tests.support.browser import WITHOUT_WORKER, wait_for
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running, write
from tests.support.live import STREAM, open_live

HIDE = """
Object.defineProperty(document, "hidden", {get: () => window.isHidden ?? true});
Object.defineProperty(document, "visibilityState", {get: () => document.hidden ? "hidden" : "visible"});
"""
SHOW = "window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))"
RECORD_TOASTS = """
window.toasted = [];
addEventListener("DOMContentLoaded", () => {
  const corner = document.getElementById("toasts");
  const note = () => window.toasted.push(corner.textContent);
  new MutationObserver(note).observe(corner, {childList: true, subtree: true});
});
"""
RECORD_NOTIFICATIONS = """
window.notified = [];
window.Notification = class extends EventTarget {
  static permission = %s;
  static async requestPermission() { return (Notification.permission = "granted"); }
  constructor(text, options) { super(); window.notified.push([text, options.tag]); }
};
"""


@pytest.fixture
def ana(transactional_db):
    return make_user("ana")


@pytest.fixture
def job(ana):
    return start_running(make_funnel(ana, name="Focus Funnel"))


def finish(job) -> None:
    for position in range(1, 15):
        write(job, position)


def stub_notifications(context: BrowserContext, *, permission: str) -> None:
    context.add_init_script(RECORD_NOTIFICATIONS % json.dumps(permission))


def toasts(page: Page):
    return page.locator(".toast")


def wait_for_toast(page: Page, words: str) -> None:
    """Wait until it was shown: what went well goes after some seconds, and a look may come too late."""
    wait_for(page, lambda: any(words in shown for shown in page.evaluate("window.toasted")))


def test_whoever_was_away_is_told_on_the_next_page_they_open_and_not_again(visitor, ana, job):
    finish(job)
    watched = visitor(ana)
    watched.context.add_init_script(RECORD_TOASTS)

    page = watched.open("/account/")
    wait_for_toast(page, "Focus Funnel is ready.")
    page.goto("/history/")
    page.wait_for_load_state("networkidle")

    expect(toasts(page)).to_have_count(0)


def test_ten_pages_that_are_open_at_the_end_tell_it_once(visitor, ana, job):
    watched = visitor(ana)
    pages = [watched.open("/account/") for _ in range(10)]

    fail(job, 1)  # which stays, so that it can be counted

    wait_for(pages[0], lambda: sum(toasts(page).count() for page in pages) == 1)
    pages[0].wait_for_timeout(1000)
    assert sum(toasts(page).count() for page in pages) == 1
    assert EndingNotice.objects.count() == 1


def test_a_failure_is_told_with_its_reason_and_stays(visitor, ana, job):
    watched = visitor(ana)
    watched.context.clock.install()
    page = watched.open("/account/")

    fail(job, 1)

    reason = "The AI service said no."
    expect(toasts(page)).to_contain_text(f"Lead magnet, part 1 stopped in Focus Funnel: {reason}")
    page.clock.fast_forward(6000)
    expect(toasts(page)).to_be_visible()


def test_a_hidden_page_leaves_the_telling_to_one_that_is_seen(visitor, ana, job):
    watched = visitor(ana)
    watched.context.add_init_script(HIDE)
    hidden = open_live(watched)
    finish(job)
    hidden.wait_for_timeout(3000)
    assert not EndingNotice.objects.exists()

    watching = visitor(ana)
    watching.context.add_init_script(RECORD_TOASTS)
    wait_for_toast(watching.open("/account/"), "Focus Funnel is ready.")
    hidden.evaluate(SHOW)
    hidden.wait_for_timeout(500)

    expect(toasts(hidden)).to_have_count(0)


def test_a_hidden_page_tells_what_it_kept_back_when_it_is_seen(visitor, ana, job):
    watched = visitor(ana)
    watched.context.add_init_script(HIDE)
    watched.context.add_init_script(RECORD_TOASTS)
    page = open_live(watched)
    finish(job)
    page.wait_for_timeout(1500)

    page.evaluate(SHOW)

    wait_for_toast(page, "Focus Funnel is ready.")


def test_a_hidden_page_notifies_where_its_person_asked_for_it_and_of_many_at_once(visitor, ana, job):
    Preferences.objects.create(user=ana, notify_in_browser=True)
    watched = visitor(ana)
    watched.context.add_init_script(HIDE)
    stub_notifications(watched.context, permission="granted")
    page = open_live(watched)

    others = [start_running(make_funnel(ana)) for _ in range(4)]

    finish(job)
    wait_for(page, lambda: page.evaluate("window.notified"))
    assert page.evaluate("window.notified") == [["Focus Funnel is ready.", f"galley-{job.pk}"]]

    for other in others:
        fail(other, 1)
    wait_for(page, lambda: page.evaluate("window.notified.at(-1)") == ["5 runs have ended.", "galley-more"])


def test_a_hidden_page_notifies_of_what_ended_before_it_had_a_stream(visitor, ana, job):
    Preferences.objects.create(user=ana, notify_in_browser=True)
    watched = visitor(ana, **WITHOUT_WORKER)
    watched.context.add_init_script(HIDE)
    stub_notifications(watched.context, permission="granted")
    held: list[Route] = []
    watched.context.route(f"**{STREAM}", lambda route: held.append(route), times=1)
    page = watched.open("/history/")
    wait_for(page, lambda: held)
    finish(job)

    held[0].continue_()

    wait_for(page, lambda: page.evaluate("window.notified"))
    assert page.evaluate("window.notified") == [["Focus Funnel is ready.", f"galley-{job.pk}"]]


@pytest.mark.parametrize(("wanted", "permission"), [(False, "granted"), (True, "denied")])
def test_nobody_is_notified_who_does_not_want_it_or_did_not_allow_it(visitor, ana, job, wanted, permission):
    Preferences.objects.create(user=ana, notify_in_browser=wanted)
    watched = visitor(ana)
    watched.context.add_init_script(HIDE)
    stub_notifications(watched.context, permission=permission)
    page = open_live(watched)

    finish(job)
    page.wait_for_timeout(3500)

    assert page.evaluate("window.notified") == []
    assert not EndingNotice.objects.exists()


def test_a_person_is_asked_by_a_button_and_only_once(visitor, ana, job):
    watched = visitor(ana)
    stub_notifications(watched.context, permission="default")
    page = watched.open(f"/funnels/{job.funnel_id}/run/")

    with page.expect_response("**/notifications/"):
        page.get_by_role("button", name="Tell me when it is done").click()

    expect(page.get_by_role("button", name="Tell me when it is done")).to_be_hidden()
    assert Preferences.objects.get(user=ana).notify_in_browser


def test_nobody_is_asked_who_was_asked_before(visitor, ana, job):
    watched = visitor(ana)
    stub_notifications(watched.context, permission="denied")

    page = watched.open(f"/funnels/{job.funnel_id}/run/")

    expect(page.get_by_role("button", name="Tell me when it is done")).to_be_hidden()


def test_who_cancels_is_told_by_the_page_they_did_it_on_and_by_no_other(visitor, ana, job):
    watched = visitor(ana)
    page = watched.open("/account/")

    cancel_job(job)
    expect(page.locator(".tracker-entry")).to_have_count(0)
    page.wait_for_timeout(1000)

    expect(toasts(page)).to_have_count(0)
