"""Keys that work on every page."""

from playwright.sync_api import Page, expect

LIST = """<div id="test"><input data-search aria-label="Search"><ul data-arrows>
<li><a href="#1">One</a></li><li><a href="#2">Two</a></li><li hidden><a href="#3">Gone</a></li>
<li><button type="button">Four</button></li></ul></div>"""

DIALOG = """<button type="button" command="show-modal" commandfor="asks">Ask</button>
<dialog id="asks">Really?</dialog>"""
INSERT = "html => document.getElementById('main').insertAdjacentHTML('afterbegin', html)"


def page_with_a_list(signed_in) -> Page:
    page = signed_in.open("/account/")
    page.evaluate(INSERT, LIST)
    return page


def test_a_slash_goes_to_the_search_and_is_a_slash_once_there(signed_in):
    page = page_with_a_list(signed_in)

    page.keyboard.press("/")
    page.keyboard.press("/")

    expect(page.locator("[data-search]")).to_be_focused()
    expect(page.locator("[data-search]")).to_have_value("/")


def test_arrows_go_through_a_list_and_stop_at_its_ends(signed_in):
    page = page_with_a_list(signed_in)
    page.get_by_role("link", name="One").focus()

    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="One")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Two")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Four")).to_be_focused()
    page.keyboard.press("Home")

    expect(page.get_by_role("link", name="One")).to_be_focused()


def test_escape_closes_a_menu(signed_in):
    page = signed_in.open("/account/")
    page.get_by_role("button", name="Account of ana").click()
    expect(page.locator("#account-menu")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("#account-menu")).to_be_hidden()


def test_a_dialog_opens_in_a_browser_that_does_not_know_commands(signed_in):
    signed_in.context.add_init_script("delete HTMLButtonElement.prototype.commandForElement")
    page = signed_in.open("/account/")
    page.evaluate(INSERT, DIALOG)

    page.get_by_role("button", name="Ask").click()

    expect(page.locator("#asks")).to_be_visible()
