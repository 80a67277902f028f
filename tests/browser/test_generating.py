"""From an idea to its texts, and to new texts in the place of old ones."""

import re

import pytest
from playwright.sync_api import expect

from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob, Revision, Section
from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.run_page import RunPage, open_run_page


@pytest.fixture
def written(writing, funnel):
    """A funnel of Ana's that is written whole."""
    wait_for_end(start_job(funnel))
    writing.forget()
    return funnel


def test_a_new_funnel_goes_from_the_dashboard_to_the_reader(signed_in, writing):
    page = signed_in.open("/")
    page.get_by_role("link", name="New funnel").first.click()
    page.get_by_label("Name").fill("Focus Funnel")
    page.get_by_role("button", name="Start writing").click()
    for step in ("Offer", "Style"):
        page.get_by_role("button", name="Fill with an example").click()
        page.get_by_role("button", name=f"Next: {step}").click()
    page.get_by_label("Who publishes it?").fill("Harbour Desk")
    run = RunPage(page)
    run.generate()

    expect(page).to_have_url(re.compile(r"/run/$"))
    expect(page.locator("#toasts")).to_contain_text("Generation started.")
    run.expect_ready()

    page.get_by_role("link", name="Read").first.click()
    expect(page.get_by_role("heading", name="Two windows a day")).to_be_visible()


def test_without_scripts_a_funnel_is_generated_and_read(visitor, writing):
    plain = visitor(make_user("ben"), java_script_enabled=False)
    funnel = make_funnel(plain.user)
    run = open_run_page(plain, funnel)
    run.generate()
    wait_for_end(funnel.jobs.get())
    run.expect_ready()  # the page loads itself anew every ten seconds

    run.page.get_by_role("link", name="Read").first.click()
    expect(run.page.get_by_role("heading", name="Two windows a day")).to_be_visible()


def test_two_clicks_on_generate_start_one_job(signed_in, writing, funnel):
    writing.hold_after(0)
    run = open_run_page(signed_in, funnel)
    run.ask_to_generate()
    run.confirmation("Generate").dblclick()
    expect(run.page.locator("#run-state[data-job]")).to_be_visible()

    assert GenerationJob.objects.count() == 1
    expect(run.page.locator("#toasts .toast.error")).to_have_count(0)


def test_a_finished_part_is_read_while_others_are_written(signed_in, writing, funnel):
    writing.hold_after(3)
    run = open_run_page(signed_in, funnel)
    run.generate()
    run.expect_done(3)

    run.read("Lead magnet, part 2")

    expect(run.page.locator("main")).to_contain_text("in ten minutes")


def test_everything_is_written_anew_when_a_person_asks(signed_in, writing, written):
    run = open_run_page(signed_in, written)
    run.regenerate_all()
    run.expect_ready()

    assert len(writing.requests) == 14
    assert set(Revision.objects.filter(number=2).values_list("section__task_key", flat=True))


def test_a_text_that_a_person_changed_is_kept_when_all_is_written_anew(signed_in, writing, written):
    section = Section.objects.get(funnel=written, task_key="lead_magnet_part_1", position=1)
    edit_section(section.pk, SectionEdit(body="My own words."), author=signed_in.user, version=1)
    run = open_run_page(signed_in, written)
    run.regenerate_all()
    run.expect_ready()

    section.refresh_from_db()
    assert section.revisions.get(number=section.version).body == "My own words."


def test_asking_for_new_texts_during_a_run_is_refused(signed_in, visitor, writing, written):
    """On a page that was left open from before, and hears of nothing: one without scripts."""
    stale = open_run_page(visitor(signed_in.user, java_script_enabled=False), written)
    writing.hold_after(0)
    run = open_run_page(signed_in, written)
    run.regenerate_all()
    run.expect_done(0)
    writing.wait_for(1)

    stale.regenerate_all()

    expect(stale.page.locator("#toasts")).to_contain_text("Wait for it or cancel it first.")
    assert len(writing.requests) == 1
