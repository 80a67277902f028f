"""Reading and editing with scripts: saved while one types, and nothing that was typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from generation.engine.dispatch import admit_jobs
from generation.engine.jobs import cancel_job
from generation.engine.rework import regenerate_task
from generation.models import Section
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
    return signed_in.open(f"/funnels/{section.funnel_id}/read/")


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


def test_done_saves_at_once_and_shows_the_text_in_its_place(page, section):
    open_editor(page).fill("A **bold** text.")

    page.locator("[data-done]").click()

    expect(page.locator("article strong")).to_have_text("bold")
    expect(page.locator("article .section-meta")).to_contain_text("Edited")
    expect(page.locator("#part-head")).to_contain_text("3 words")
    assert texts(section)[-1] == "A **bold** text."


def test_the_preview_follows_what_is_typed(page):
    open_editor(page).fill("- [ ] One thing")

    expect(page.locator(".see input[type=checkbox]")).to_be_visible()


def test_a_text_changed_in_another_tab_can_be_kept(page, section, signed_in):
    signed_in.expect_trouble("status of 409")
    open_editor(page).fill("Mine.")
    save(section, "Theirs.")

    expect(page.get_by_role("alert")).to_contain_text("Changed in another tab.")
    page.get_by_text("Compare", exact=True).click()
    expect(page.locator(".conflict del")).to_have_text("Theirs")
    page.get_by_role("button", name="Keep mine").click()

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    expect(page.locator(".conflict")).to_have_count(0)
    assert texts(section) == ["As it was written.", "Theirs.", "Mine."]


def test_who_takes_theirs_can_have_their_own_back(page, section, signed_in):
    signed_in.expect_trouble("status of 409")
    open_editor(page).fill("Mine.")
    save(section, "Theirs.")

    page.get_by_role("link", name="Take theirs").click()
    text = page.get_by_label("Text", exact=True)
    expect(text).to_have_value("Theirs.")
    page.get_by_role("button", name="Use it").click()

    expect(text).to_have_value("Mine.")
    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert texts(section)[-1] == "Mine."


def test_what_could_not_be_saved_is_kept_over_a_reload(page, section, signed_in):
    signed_in.expect_trouble("ERR_FAILED")
    page.route(
        "**/edit/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.on("dialog", lambda dialog: dialog.accept())  # leave, although it is not saved
    open_editor(page).fill("Typed in a tunnel.")
    expect(page.locator(SAVED)).to_contain_text("Not saved: no connection.")

    page.reload()
    page.unroute("**/edit/")
    open_editor(page)
    page.get_by_role("button", name="Use it").click()

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    assert texts(section)[-1] == "Typed in a tunnel."


def test_a_lost_network_saves_once_it_is_back(page, section, signed_in):
    text = open_editor(page)
    with signed_in.offline():
        text.fill("Typed in a tunnel.")
        expect(page.locator(SAVED)).to_contain_text("Not saved: no connection.")

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
    expect(page.locator("#toasts")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "Hello"
    page.get_by_role("button", name="Copy body").click()
    page.wait_for_function(
        "async () => (await navigator.clipboard.readText()) === 'A **bold** text.'", timeout=5000
    )
    html = page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(blob => blob.text())"
    )
    assert "A <strong>bold</strong> text." in html


def test_a_part_is_written_anew_from_the_page(page, section, job):
    cancel_job(job)
    page.get_by_role("link", name="Redo").first.click()

    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What should be different?").fill("Shorter.")
    dialog.get_by_role("button", name="Write it anew").click()

    expect(page.locator("#toasts")).to_contain_text("is being written anew")
    assert task_at(job, 1).note == "Shorter."


def test_the_question_before_a_part_is_written_anew_closes_without_harm(page, job):
    cancel_job(job)
    page.get_by_role("link", name="Redo").first.click()

    page.get_by_role("link", name="Keep it as it is").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    job.refresh_from_db()
    assert job.status == "cancelled"
