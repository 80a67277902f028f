"""The reader with scripts: parts as they come, texts copied, a part written anew."""

from playwright.sync_api import expect

from generation.engine.verbs.jobs import cancel_job
from tests.support.edits import save
from tests.support.jobs import begin, task_at, write


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
