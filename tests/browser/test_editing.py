"""Reading and editing with scripts: saved while one types, and nothing that was typed is lost."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from generation.engine.dispatch import admit_jobs
from generation.engine.jobs import cancel_job
from generation.engine.rework import regenerate_task
from generation.models import Section
from tests.support.browser import Visitor, wait_for
from tests.support.edits import save, texts
from tests.support.jobs import begin, finish, start_running, task_at, write

SAVED = "[data-saving]"


@pytest.fixture
def job(funnel):
    return start_running(funnel)


@pytest.fixture
def section(job) -> Section:
    """The only section of the first part, an e-mail."""
    return write(job, 1, "As it was written.")


@pytest.fixture
def page(signed_in, section) -> Page:
    return open_reader(signed_in, section)


def open_reader(visitor: Visitor, section: Section) -> Page:
    return visitor.open(f"/funnels/{section.funnel_id}/read/")


def open_editor(page: Page):
    page.get_by_role("link", name="Edit").click()
    text = page.get_by_label("Text", exact=True)
    expect(text).to_be_focused()
    return text


def test_what_is_typed_is_saved_by_itself(page, section):
    text = open_editor(page)
    text.fill("Mine.")

    expect(page.locator(SAVED)).to_contain_text("Saved")
    text.press_sequentially(" And more.")
    expect(page.locator(SAVED)).to_have_text("Not saved yet")
    expect(page.locator(SAVED)).to_contain_text("Saved ")

    assert texts(section) == ["As it was written.", "Mine.", "Mine. And more."]
    expect(page.locator("article .section-meta")).to_have_text(re.compile(r"v3\s*3 words\s*Edited"))


def test_done_saves_at_once_and_shows_the_text_in_its_place(page, section):
    open_editor(page).fill("A **bold** text.")

    page.locator("[data-done]").click()

    expect(page.locator("article strong")).to_have_text("bold")
    expect(page.locator("article .section-meta")).to_contain_text("Edited")
    expect(page.locator("#part-head")).to_contain_text("3 words")
    assert texts(section)[-1] == "A **bold** text."


def test_a_phone_shows_the_editor_with_its_buttons_above_the_tracker(page):
    page.set_viewport_size({"width": 390, "height": 844})
    text = open_editor(page)

    for shown in (text, page.locator("[data-saves]"), page.locator("[data-done]"), page.locator(SAVED)):
        expect(shown).to_be_in_viewport(ratio=1)
    foot = page.locator(".editor-foot").bounding_box()
    tracker = page.locator(".tracker-entry").bounding_box()
    assert foot["y"] + foot["height"] <= tracker["y"]


def test_the_preview_follows_what_is_typed(page):
    open_editor(page).fill("- [ ] One thing")

    expect(page.locator(".see input[type=checkbox]")).to_be_visible()


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


def test_the_preview_shows_the_newest_text_though_an_older_one_is_under_way(without_worker, section):
    page = open_reader(without_worker, section)
    held: list[Route] = []
    page.route("**/preview/", lambda route: held.append(route), times=1)
    text = open_editor(page)
    text.fill("Older.")
    wait_for(page, lambda: held)

    text.fill("Newest.")

    expect(page.locator(".see .prose")).to_contain_text("Newest.")


def test_the_first_key_in_an_editor_that_has_just_come_is_seen_in_the_preview(page):
    page.evaluate("""document.addEventListener("focusin", ({ target }) => setTimeout(() => {
        target.value = "A fast hand.";
        target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }), { once: true })""")

    page.get_by_role("link", name="Edit").dispatch_event("click")

    expect(page.locator(".see .prose")).to_contain_text("A fast hand.")


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


def test_leaving_with_unsaved_text_is_asked_about(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_editor(page).fill("Mine.")

    page.get_by_role("link", name="Galley").click()
    page.wait_for_url("**/funnels/")

    assert asked == ["beforeunload"]


def test_a_text_that_is_being_edited_is_never_taken_away(page, section, job, funnel):
    text = open_editor(page)
    text.fill("Half a sen")
    expect(page.locator(SAVED)).to_contain_text("Saved ")

    cancel_job(job)
    regenerate_task(task_at(job, 1))
    admit_jobs()
    job.refresh_from_db()
    with page.expect_response(lambda answer: "/read/" in answer.url):
        finish(begin(job, 1), job, "A new text.")
    text.press_sequentially("tence.")
    expect(text).to_have_value("Half a sentence.")
    page.locator("[data-done]").click()

    expect(page.locator(".section-text .prose")).to_have_text("Half a sentence.")
    expect(page.locator("article .section-meta")).to_contain_text("New text on offer")
    assert texts(section)[-2:] == ["A new text.", "Half a sentence."]


def test_a_part_appears_as_soon_as_it_is_finished(page, job):
    write(job, 2, "The second part.")

    page.locator("#parts").get_by_role("link", name="Lead magnet, part 2").click()

    expect(page.locator("article")).to_contain_text("The second part.")


def test_an_email_is_copied_line_by_line_and_with_its_format(page, section, signed_in):
    signed_in.context.grant_permissions(["clipboard-read", "clipboard-write"])
    save(section, "A **bold** text.")
    page.reload()

    page.get_by_role("button", name="Copy subject").click()
    expect(page.locator("#toasts")).to_contain_text("Subject copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "Hello"
    page.get_by_role("button", name="Copy body").click()
    expect(page.locator("#toasts")).to_contain_text("Body copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "A bold text."
    html = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(blob => blob.text())"
    )
    assert "A <strong>bold</strong> text." in html


def test_a_text_that_is_half_written_is_shown_without_its_marks(signed_in, job, funnel):
    write(job, 1)
    task = begin(job, 2).task_key
    page = signed_in.open(f"/funnels/{funnel.pk}/read/?part={task}")

    for text in ("# Title\n\nA **bo", "# Title\n\nA **bold** word and a [li"):
        page.evaluate(
            "detail => document.dispatchEvent(new CustomEvent('galley:text', {detail}))",
            {"job": str(job.pk), "task": task, "section": "chapter_4", "text": text},
        )

    expect(page.locator("[data-preview] pre")).to_have_text("Title\n\nA bold word and a li")


def test_a_part_is_regenerated_from_the_page(page, section, job):
    cancel_job(job)
    page.get_by_role("link", name="Regenerate").first.click()

    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What should be different?").fill("In British English.")
    dialog.get_by_role("button", name="Shorter").click()
    dialog.get_by_role("button", name="Regenerate this part").click()

    expect(page.locator("#toasts")).to_contain_text("is being regenerated")
    assert task_at(job, 1).note == "In British English. Shorter."


def test_the_question_before_a_part_is_regenerated_closes_without_harm(page, job):
    cancel_job(job)
    page.get_by_role("link", name="Regenerate").first.click()

    page.get_by_role("link", name="Keep it as it is").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    job.refresh_from_db()
    assert job.status == "cancelled"
