"""What a look takes over from the page as it is served now, and what it leaves alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.support.browser import WITHOUT_WORKER, Visitor, wait_for

_FRAME = """<!doctype html><html lang="en"><head><title>{title}</title>
<link rel="icon" href="/static/favicon.svg"><script type="module" src="/static/galley/js/main.js"></script>
</head><body>{body}</body></html>"""
_NOW = "the-time-of-the-answer"
_CHANGE = (
    "document.dispatchEvent(new CustomEvent('galley:job', {detail: {job: 'a', kind: 'task', data: {}}}))"
)


def _seconds(spelled: str) -> int:
    """Return the seconds of "1 min 35 s"."""
    minutes, seconds = re.fullmatch(r"(?:(\d+) min)? ?(?:(\d+) s)?", spelled).groups(default="0")
    return 60 * int(minutes) + int(seconds)


class LookedAt:
    """A page whose HTML the test decides."""

    def __init__(self, visitor: Visitor, body: str, title: str) -> None:
        self.visitor = visitor
        self.serve(body, title=title)
        visitor.context.route("**/looked-at/", self._answer)
        self.page: Page = visitor.open("/looked-at/")
        self.page.evaluate("window.looks = 0; document.addEventListener('galley:looked', () => looks++)")

    def serve(self, body: str, *, title: str = "Before", status: int = 200) -> None:
        self._answer_with = {"status": status, "body": _FRAME.format(title=title, body=body)}

    def look(self) -> None:
        """Tell the page of a change; return once it has looked."""
        before = self.page.evaluate("looks")
        self.page.evaluate(_CHANGE)
        wait_for(self.page, lambda: self.page.evaluate("looks") > before)

    def looks_asked_for(self) -> int:
        return sum(asked.kind == "fetch" and asked.path == "/looked-at/" for asked in self.visitor.asked)

    def mark(self, *ids: str) -> None:
        """Know these elements again."""
        for name in ids:
            self.page.evaluate("(id) => { document.getElementById(id).isMarked = true; }", name)

    def is_marked(self, name: str) -> bool:
        return bool(self.page.evaluate("(id) => document.getElementById(id).isMarked === true", name))

    def _answer(self, route: Route) -> None:
        answer = self._answer_with
        body = answer["body"].replace(_NOW, timezone.now().isoformat())
        route.fulfill(content_type="text/html", **answer | {"body": body})


@pytest.fixture
def looked_at(visitor) -> Callable[..., LookedAt]:
    return lambda body, title="Before": LookedAt(visitor(**WITHOUT_WORKER), body, title)


def test_a_piece_is_replaced_where_the_servers_html_changed_and_only_there(looked_at):
    served = looked_at("<p id=a data-piece>One</p><p id=b data-piece>Two</p><p id=c>Three</p>")
    served.mark("a", "b", "c")

    served.serve("<p id=a data-piece>One more</p><p id=b data-piece>Two</p><p id=c>Four</p>", title="After")
    served.look()

    expect(served.page.locator("#a")).to_have_text("One more")
    expect(served.page.locator("#c")).to_have_text("Three")
    expect(served.page).to_have_title("After")
    assert [served.is_marked(name) for name in "abc"] == [False, True, True]


def test_what_the_page_itself_has_changed_is_no_difference(looked_at):
    body = "<p id=a data-piece>One</p>"
    served = looked_at(body)
    served.page.evaluate("document.getElementById('a').textContent = 'Counted'")

    served.serve(body)
    served.look()

    expect(served.page.locator("#a")).to_have_text("Counted")


def test_a_token_that_differs_each_time_is_no_difference(looked_at):
    body = "<div id=a data-piece><input type=hidden name=csrfmiddlewaretoken value={}></div>"
    served = looked_at(body.format("x"))
    served.mark("a")

    served.serve(body.format("y"))
    served.look()

    assert served.is_marked("a")


def test_children_come_go_and_change_places_one_by_one(looked_at):
    served = looked_at(
        "<ol id=l data-pieces><li id=a>A</li><li id=b>B</li><li id=c>C</li><li id=d>D</li></ol>"
    )
    served.mark("a", "b", "c", "d")

    served.serve(
        "<ol id=l class=new data-pieces><li id=d>D</li><li id=e>E</li><li id=a>A</li><li id=c>C2</li></ol>"
    )
    served.look()

    expect(served.page.locator("#l li")).to_have_text(["D", "E", "A", "C2"])
    expect(served.page.locator("#l")).to_have_class("new")
    assert [served.is_marked(name) for name in "daec"] == [True, True, False, False]


def test_a_piece_within_a_piece_is_replaced_by_itself(looked_at):
    inner = "<p id=i class={0} data-piece>{0}</p><ol id=l data-pieces><li id=x>{0}</li></ol>"
    body = f"<div id=o data-piece>{inner}</div>"
    served = looked_at(body.format("one"))
    served.mark("o")

    served.serve(body.format("two"))
    served.look()

    expect(served.page.locator("#i")).to_have_text("two")
    expect(served.page.locator("#x")).to_have_text("two")
    assert served.is_marked("o")


@pytest.mark.parametrize("button", ["<button id=go>{}</button>", "<button>Other</button><button>{}</button>"])
def test_the_focus_stays(looked_at, button):
    served = looked_at(f"<div id=a data-piece>{button.format('Go')}</div>")
    served.page.get_by_role("button", name="Go").focus()

    served.serve(f"<div id=a data-piece>{button.format('Go on')}</div>")
    served.look()

    expect(served.page.get_by_role("button", name="Go on")).to_be_focused()


def test_what_is_unfolded_and_what_is_to_be_kept_stays(looked_at):
    body = (
        "<div id=a data-piece>{}<details id=d><summary>More</summary>x</details><p id=k data-keep></p></div>"
    )
    served = looked_at(body.format("One"))
    served.page.locator("summary").click()
    served.page.evaluate("document.getElementById('k').textContent = 'Being written'")

    served.serve(body.format("Two"))
    served.look()

    expect(served.page.locator("#a")).to_contain_text("Two")
    expect(served.page.locator("#d")).to_have_attribute("open", "")
    expect(served.page.locator("#k")).to_have_text("Being written")


@pytest.mark.parametrize(
    "body",
    [
        "<div id=a data-piece>{0}<dialog id=d>{1}</dialog></div>",
        "<div id=a data-pieces><dialog id=d>{0}{1}</dialog><p id=p>{0}</p></div>",
    ],
)
def test_an_open_dialog_is_not_pulled_away(looked_at, body):
    form = "<form method=dialog><button>Keep</button></form>"
    served = looked_at(body.format("One", form))
    served.page.evaluate("document.getElementById('d').showModal()")
    served.serve(body.format("Two", form))

    served.look()

    expect(served.page.locator("#d")).to_be_visible()
    served.page.get_by_role("button", name="Keep").click()
    served.look()
    expect(served.page.locator("#a")).to_contain_text("Two")


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
        tab.evaluate(_CHANGE)
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
    served = looked_at(body.format(_NOW, "One"))
    served.page.locator("#a").hover()
    served.page.mouse.down()
    served.serve(body.format(_NOW, "Two"))
    served.page.evaluate(_CHANGE)
    served.page.wait_for_timeout(4000)

    served.page.mouse.up()
    expect(served.page.locator("#a")).to_have_text("Two")

    left = (until - timezone.now()).total_seconds()
    shown = served.page.locator("time").text_content()
    assert _seconds(shown) < left + 2


def test_what_somebody_types_is_not_lost(looked_at):
    body = "<div id=a data-piece>{}<textarea></textarea></div>"
    served = looked_at(body.format("One"))
    served.page.locator("textarea").fill("My words")

    served.serve(body.format("Two"))
    served.look()

    expect(served.page.locator("textarea")).to_have_value("My words")


def test_what_is_being_pressed_is_not_pulled_away(looked_at):
    body = "<div id=a data-piece>{}<button id=go>Go</button></div>"
    served = looked_at(body.format("One"))
    served.page.evaluate("document.addEventListener('click', it => { window.clicked = it.target.id; })")
    served.page.get_by_role("button", name="Go").hover()
    served.page.mouse.down()
    served.serve(body.format("Two"))
    with served.page.expect_response("**/looked-at/"):
        served.page.evaluate(_CHANGE)
    served.page.wait_for_timeout(200)

    served.page.mouse.up()

    assert served.page.evaluate("window.clicked") == "go"
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
    served.page.evaluate(_CHANGE)
    wait_for(served.page, lambda: held)
    served.page.evaluate("document.getElementById('a').textContent = 'Newer'")
    served.page.evaluate(overtake)
    served.serve("<p id=a data-piece>Newest</p>")

    held[0].fulfill(content_type="text/html", body=_FRAME.format(title="", body="<p id=a data-piece>Old</p>"))

    expect(served.page.locator("#a")).to_have_text("Newest")
    assert served.looks_asked_for() == 2


def test_boxes_to_tick_in_a_text_are_nothing_that_somebody_chose(looked_at):
    body = "<div id=a data-piece>{}<input type=checkbox disabled><input type=checkbox checked></div>"
    served = looked_at(body.format("One"))

    served.serve(body.format("Two"))
    served.look()

    expect(served.page.locator("#a")).to_have_text("Two")


def test_the_page_does_not_jump(looked_at):
    lines = "".join(f"<p>{number}</p>" for number in range(200))
    served = looked_at(f"<div id=a data-piece>One</div>{lines}")
    served.page.evaluate("window.scrollTo(0, 900)")

    served.serve(f"<div id=a data-piece>One<p>More</p><p>More</p></div>{lines}")
    shown = served.page.evaluate("document.elementFromPoint(20, 300).textContent")
    served.look()

    # The browser keeps the place with the next picture it draws, which may take a while.
    wait_for(
        served.page,
        lambda: served.page.evaluate("document.elementFromPoint(20, 300).textContent") == shown,
    )


def test_an_error_changes_nothing_and_the_next_look_does(looked_at):
    served = looked_at("<p id=a data-piece>One</p>")
    served.visitor.expect_trouble("status of 503")
    served.serve("<p id=a data-piece>Sorry</p>", status=503)
    served.page.evaluate(_CHANGE)
    served.page.wait_for_timeout(700)

    expect(served.page.locator("#a")).to_have_text("One")
    served.serve("<p id=a data-piece>Two</p>")
    served.look()
    expect(served.page.locator("#a")).to_have_text("Two")


def test_many_changes_at_once_are_few_looks(looked_at):
    served = looked_at("<p id=a data-piece>One</p>")

    served.page.evaluate(f"for (let change = 0; change < 20; change++) {{ {_CHANGE} }}")
    served.page.wait_for_timeout(1_000)

    assert served.looks_asked_for() == 1  # which sees them all


def test_a_page_that_follows_one_job_is_not_fetched_for_anothers_step(visitor):
    served = LookedAt(visitor(**WITHOUT_WORKER), "<p id=a data-piece>One</p>", "Before")
    body = _FRAME.format(title="Before", body="<p id=a data-piece>One</p>")
    followed = body.replace("<body>", "<body data-look-job=b>")
    served.page.route("**/looked-at/", lambda route: route.fulfill(content_type="text/html", body=followed))
    served.page.route("**/frame/**", lambda route: route.fulfill(content_type="text/html", body=body))
    served.page.reload()

    served.page.evaluate(_CHANGE)
    served.page.wait_for_timeout(700)
    assert served.looks_asked_for() == 0

    served.page.evaluate(_CHANGE.replace("'a'", "'b'"))
    wait_for(served.page, lambda: served.looks_asked_for() == 1)
