"""The editor in its part's place: what is typed is shown, saved by itself, and left alone."""

import re

from playwright.sync_api import Route, expect

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job
from generation.engine.verbs.rework import regenerate_task
from tests.support.browser import wait_for
from tests.support.editor import SAVED, open_editor, open_reader
from tests.support.edits import texts
from tests.support.jobs import begin, finish, task_at

SAVES_AFTER_MS = 2000


def test_what_is_typed_is_saved_by_itself(signed_in, section):
    signed_in.stop_time()
    page = open_reader(signed_in, section)
    text = open_editor(page)
    text.fill("Mine.")

    page.clock.run_for(SAVES_AFTER_MS)
    expect(page.locator(SAVED)).to_contain_text("Saved ")
    text.press_sequentially(" And more.")
    expect(page.locator(SAVED)).to_have_text("Not saved yet")
    page.clock.run_for(SAVES_AFTER_MS)
    expect(page.locator(SAVED)).to_contain_text("Saved ")

    assert texts(section) == ["As it was written.", "Mine.", "Mine. And more."]
    expect(page.locator("article .section-meta")).to_have_text(re.compile(r"v3\s*3 words\s*Edited"))


def test_done_saves_at_once_and_shows_the_text_in_its_place(page, section):
    open_editor(page).fill("A **bold** text.")

    page.locator("[data-done]").click()

    expect(page.locator("article strong")).to_have_text("bold")
    expect(page.get_by_role("link", name="Edit")).to_be_focused()
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


def test_the_preview_shows_the_newest_text_though_an_older_one_is_under_way(without_worker, section):
    page = open_reader(without_worker, section)
    held: list[Route] = []
    page.route("**/preview/", lambda route: held.append(route), times=1)
    text = open_editor(page)
    text.fill("Older.")
    wait_for(page, lambda: held)

    text.fill("Newest.")

    expect(page.locator(".see .prose")).to_contain_text("Newest.")


def test_a_preview_that_failed_is_shown_once_the_text_is_saved(without_worker, section):
    without_worker.expect_trouble("status of 503", "Response Status Error Code 503")
    page = open_reader(without_worker, section)
    page.route("**/preview/", lambda route: route.fulfill(status=503), times=1)

    open_editor(page).fill("A **bold** text.")

    expect(page.locator(SAVED)).to_contain_text("Saved ")
    expect(page.locator(".see strong")).to_have_text("bold")


def test_the_first_key_in_an_editor_that_has_just_come_is_seen_in_the_preview(page):
    page.evaluate("""document.addEventListener("focusin", ({ target }) => setTimeout(() => {
        target.value = "A fast hand.";
        target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }), { once: true })""")

    page.get_by_role("link", name="Edit").dispatch_event("click")

    expect(page.locator(".see .prose")).to_contain_text("A fast hand.")


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
