"""When a page looks again, when it waits, and when it looks once more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from tests.support.browser import WITHOUT_WORKER, wait_for
from tests.support.looked_at import CHANGE, FRAME, NOW, LookedAt

LOOKS_AFTER_MS = 500


def _seconds(spelled: str) -> int:
    """Return the seconds of "1 min 35 s"."""
    minutes, seconds = re.fullmatch(r"(?:(\d+) min)? ?(?:(\d+) s)?", spelled).groups(default="0")
    return 60 * int(minutes) + int(seconds)


@pytest.mark.parametrize(
    ("box", "opens"),
    [
        ("<dialog id=d><form><input name=name value=Old></form></dialog>", "showModal"),
        ("<div id=d popover><button>Do it</button></div>", "showPopover"),
    ],
)
def test_what_was_kept_while_a_box_was_open_is_taken_over_once_it_is_closed(looked_at, box, opens):
    body = f"<div id=a data-piece>{{}}{box}</div>"
    served = looked_at(body.format("One"))
    served.page.evaluate("opens => document.getElementById('d')[opens]()", opens)
    for field in served.page.locator("input").all():
        field.fill("Half a na")
    served.serve(body.format("Two"))
    served.look()
    expect(served.page.locator("#a")).to_contain_text("One")

    served.page.keyboard.press("Escape")

    expect(served.page.locator("#a")).to_contain_text("Two")
    assert served.looks_asked_for() == 2


def test_a_box_that_is_closed_asks_for_nothing_where_nothing_was_kept(looked_at):
    served = looked_at("<div id=a data-piece>One<div id=d popover>Menu</div></div>")
    served.page.evaluate("document.getElementById('d').showPopover()")

    served.page.keyboard.press("Escape")
    served.look()
    served.page.wait_for_timeout(600)  # longer than from one look to the next

    assert served.looks_asked_for() == 1


def test_a_page_of_which_the_frame_alone_is_looked_at_catches_up_once(visitor):
    """The tracker's question was open while the run it asks about ended."""
    frame = "<aside id=t data-piece>{}<dialog id=d></dialog></aside>"
    page = "<!doctype html><script type=module src=/static/galley/js/main.js></script><body data-look=none>{}"
    visited = visitor(**WITHOUT_WORKER)
    shown = page.format(frame.format("Running") + "<div id=menu popover>Menu</div>")
    visited.context.route("**/typing/", lambda route: route.fulfill(content_type="text/html", body=shown))
    fresh = page.format(frame.format("Done"))
    visited.context.route("**/frame/**", lambda route: route.fulfill(content_type="text/html", body=fresh))
    tab = visited.open("/typing/")
    tab.evaluate("document.getElementById('d').showModal()")
    with tab.expect_response("**/frame/**"):
        tab.evaluate(CHANGE)
    tab.wait_for_timeout(600)

    tab.keyboard.press("Escape")
    expect(tab.locator("#t")).to_contain_text("Done")
    asked = len(visited.asked)
    tab.evaluate("document.getElementById('menu').showPopover()")
    tab.keyboard.press("Escape")
    tab.wait_for_timeout(600)

    assert len(visited.asked) == asked


def test_holding_a_button_does_not_put_the_clock_back(looked_at):
    until = timezone.now() + timedelta(seconds=100)
    time = f"<time data-until={until.isoformat()}></time>"
    body = f"<meta name=server-time content={{}}>{time}<p id=a data-piece>{{}}</p>"
    served = looked_at(body.format(NOW, "One"))
    served.page.locator("#a").hover()
    served.page.mouse.down()
    served.serve(body.format(NOW, "Two"))
    served.page.evaluate(CHANGE)
    served.page.wait_for_timeout(4000)

    served.page.mouse.up()
    expect(served.page.locator("#a")).to_have_text("Two")

    def counts_what_is_left() -> bool:
        left = (until - timezone.now()).total_seconds()
        return _seconds(served.page.locator("time").text_content()) < left + 2

    wait_for(served.page, counts_what_is_left)  # put back by the seconds it was held, it would stay behind


def test_what_is_being_pressed_is_not_pulled_away(visitor):
    body = "<div id=a data-piece>{}<button id=go>Go</button></div>"
    watched = visitor(**WITHOUT_WORKER)
    watched.stop_time()  # a page waits for a finger for some seconds only
    served = LookedAt(watched, body.format("One"), "Before")
    served.page.evaluate("document.addEventListener('click', it => { window.clicked = it.target.id; })")
    served.page.get_by_role("button", name="Go").hover()
    served.page.mouse.down()
    served.serve(body.format("Two"))
    with served.page.expect_response("**/looked-at/"):
        served.page.evaluate(CHANGE)
        served.page.clock.run_for(LOOKS_AFTER_MS)
    served.page.wait_for_timeout(200)

    served.page.mouse.up()

    assert served.page.evaluate("window.clicked") == "go"
    served.page.clock.run_for(LOOKS_AFTER_MS)
    expect(served.page.locator("#a")).to_contain_text("Two")


@pytest.mark.parametrize(
    "overtake",
    [
        "history.replaceState(null, '', '#elsewhere')",
        "document.getElementById('a').dispatchEvent(new CustomEvent('htmx:afterSwap', { bubbles: true }))",
    ],
)
def test_a_look_that_is_overtaken_is_taken_anew(looked_at, overtake):
    served = looked_at("<p id=a data-piece>One</p>")
    held: list[Route] = []
    served.page.route("**/looked-at/", lambda route: held.append(route), times=1)
    served.page.evaluate(CHANGE)
    wait_for(served.page, lambda: held)
    served.serve("<p id=a data-piece>Newest</p>")  # before the look that is held can be given up for its time
    served.page.evaluate("document.getElementById('a').textContent = 'Newer'")
    served.page.evaluate(overtake)

    held[0].fulfill(content_type="text/html", body=FRAME.format(title="", body="<p id=a data-piece>Old</p>"))

    expect(served.page.locator("#a")).to_have_text("Newest")
    assert served.looks_asked_for() == 2


def test_many_changes_at_once_are_few_looks(looked_at):
    served = looked_at("<p id=a data-piece>One</p>")

    served.page.evaluate(f"for (let change = 0; change < 20; change++) {{ {CHANGE} }}")
    wait_for(served.page, served.looks_asked_for)
    served.page.wait_for_timeout(1_000)

    assert served.looks_asked_for() == 1  # which sees them all


def test_a_page_that_follows_one_job_is_not_fetched_for_anothers_step(visitor):
    served = LookedAt(visitor(**WITHOUT_WORKER), "<p id=a data-piece>One</p>", "Before")
    body = FRAME.format(title="Before", body="<p id=a data-piece>One</p>")
    followed = body.replace("<body>", "<body data-look-job=b>")
    served.page.route("**/looked-at/", lambda route: route.fulfill(content_type="text/html", body=followed))
    served.page.route("**/frame/**", lambda route: route.fulfill(content_type="text/html", body=body))
    served.page.reload()

    served.page.evaluate(CHANGE)
    served.page.wait_for_timeout(700)
    assert served.looks_asked_for() == 0

    served.page.evaluate(CHANGE.replace("'a'", "'b'"))
    wait_for(served.page, lambda: served.looks_asked_for() == 1)
