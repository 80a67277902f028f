"""What is typed and cannot be saved at once: changed elsewhere, signed out, no network, a page left."""

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.support.browser import Visitor
from tests.support.editor import SAVED, open_editor, open_reader
from tests.support.edits import save, texts


def test_a_text_changed_in_another_tab_can_be_kept(page, section, signed_in):
    signed_in.expect_trouble("status of 409")
    text = open_editor(page)
    save(section, "Theirs.")
    text.fill("Mine.")

    expect(page.get_by_role("alert")).to_contain_text("Changed in another tab of yours.")
    page.get_by_text("Compare", exact=True).click()
    expect(page.locator(".conflict del")).to_have_text("Theirs")
    page.get_by_role("button", name="Keep mine").click()

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    expect(page.locator(".conflict")).to_have_count(0)
    assert texts(section) == ["As it was written.", "Theirs.", "Mine."]


def test_who_takes_theirs_can_have_their_own_back(page, section, signed_in):
    signed_in.expect_trouble("status of 409")
    text = open_editor(page)
    save(section, "Theirs.")
    text.fill("Mine.")

    page.get_by_role("link", name="Take theirs").click()
    expect(text).to_have_value("Theirs.")
    page.get_by_role("button", name="Use it").click()

    expect(text).to_have_value("Mine.")
    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert texts(section)[-1] == "Mine."


def type_in_a_tunnel(page: Page, visitor: Visitor) -> None:
    """Type what cannot be saved, and will be left although it is not."""
    visitor.expect_trouble("ERR_FAILED")
    page.route(
        "**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.on("dialog", lambda dialog: dialog.accept())
    open_editor(page).fill("Typed in a tunnel.")
    page.keyboard.press("Control+s")
    expect(page.locator(SAVED)).to_contain_text("Not saved: Galley cannot be reached")


def kept_by(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('galley:draft:'))")


def test_what_could_not_be_saved_is_kept_over_a_reload(without_worker, section):
    page = open_reader(without_worker, section)
    type_in_a_tunnel(page, without_worker)

    page.reload()
    page.unroute("**/edit/")
    open_editor(page)
    page.get_by_role("button", name="Use it").click()
    page.locator("[data-saves]").click()

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert texts(section)[-1] == "Typed in a tunnel."


def test_what_was_kept_is_not_put_over_a_newer_text_without_asking(without_worker, section):
    without_worker.expect_trouble("status of 409")
    page = open_reader(without_worker, section)
    type_in_a_tunnel(page, without_worker)
    save(section, "Theirs.")
    page.reload()
    page.unroute("**/edit/")
    open_editor(page)

    page.get_by_role("button", name="Use it").click()
    page.locator("[data-saves]").click()

    expect(page.get_by_role("alert")).to_contain_text("Changed in another tab of yours.")
    assert texts(section)[-1] == "Theirs."
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert texts(section)[-1] == "Typed in a tunnel."


def test_what_was_kept_is_found_by_nobody_else(without_worker, section):
    page = open_reader(without_worker, section)
    page.evaluate("sessionStorage.setItem('galley:draft:0:another', '{}')")
    page.reload()
    assert kept_by(page) == []
    type_in_a_tunnel(page, without_worker)
    assert len(kept_by(page)) == 1

    page.locator("form[action='/sign-out/']").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in/**")

    assert kept_by(page) == []


def test_who_is_signed_out_is_asked_to_sign_in_and_nothing_is_tried_until_then(page, section, signed_in):
    signed_in.expect_trouble("status of 401")  # the stream's
    page.clock.install()
    text = open_editor(page)
    kept = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    text.fill("Mine.")
    page.clock.run_for(2000)
    expect(page.locator(SAVED)).to_have_text(
        "You are signed out. Sign in in another tab, then save again. Sign in"
    )
    expect(page.locator(".see .prose")).not_to_contain_text("Sign in")
    tries = len(signed_in.asked)

    text.fill("Mine, too.")
    page.clock.run_for(60_000)
    asked = [each.path for each in signed_in.asked[tries:] if each.path.startswith("/sections/")]
    page.context.add_cookies(kept)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert asked == []
    assert texts(section)[-1] == "Mine, too."


def test_a_lost_network_saves_once_it_is_back(page, section, signed_in):
    text = open_editor(page)
    with signed_in.offline():
        text.fill("Typed in a tunnel.")
        expect(page.locator(SAVED)).to_contain_text("Not saved: Galley cannot be reached")

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert texts(section)[-1] == "Typed in a tunnel."


def test_leaving_with_unsaved_text_is_asked_about(signed_in, section):
    signed_in.stop_time()
    page = open_reader(signed_in, section)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_editor(page).fill("Mine.")

    page.get_by_role("link", name="Galley").click()
    page.wait_for_url("**/funnels/")

    assert asked == ["beforeunload"]
