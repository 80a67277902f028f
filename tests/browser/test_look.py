"""What a look takes over from the page as it is served now, and what it leaves alone."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import wait_for
from tests.support.looked_at import CHANGE


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


def test_what_a_person_unfolded_is_no_difference_once_the_server_knows_of_it(looked_at):
    body = "<section id=a data-piece><details id=d{}><summary>More</summary>Parts</details></section>"
    served = looked_at(body.format(""))
    served.mark("a")
    served.page.locator("summary").click()

    served.serve(body.format(" open"))
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


def test_what_somebody_types_is_not_lost(looked_at):
    body = "<div id=a data-piece>{}<textarea></textarea></div>"
    served = looked_at(body.format("One"))
    served.page.locator("textarea").fill("My words")

    served.serve(body.format("Two"))
    served.look()

    expect(served.page.locator("textarea")).to_have_value("My words")


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
    served.page.evaluate(CHANGE)
    served.page.wait_for_timeout(700)

    expect(served.page.locator("#a")).to_have_text("One")
    served.serve("<p id=a data-piece>Two</p>")
    served.look()
    expect(served.page.locator("#a")).to_have_text("Two")
