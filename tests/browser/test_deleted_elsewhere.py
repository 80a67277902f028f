"""What somebody has open when it is deleted in another place."""

import pytest
from playwright.sync_api import expect

from generation.engine.verbs.deletion import delete_funnel
from generation.engine.verbs.jobs import cancel_job
from tests.support.browser import wait_for
from tests.support.jobs import start_running, write


@pytest.fixture
def leaves_nothing_open(signed_in):
    signed_in.expect_trouble("status of 404", "Response Status Error Code 404")


@pytest.mark.usefixtures("leaves_nothing_open")
def test_a_page_of_a_run_leads_to_the_funnels_and_says_why(signed_in, funnel):
    job = start_running(funnel)
    write(job, 1)
    page = signed_in.open(f"/funnels/{funnel.pk}/run/")
    expect(page.locator("[data-connection]").first).to_contain_text("Live")

    cancel_job(job)
    delete_funnel(funnel)

    wait_for(page, lambda: page.url.endswith("/funnels/"))
    expect(page.locator("#toasts")).to_contain_text("This funnel was deleted.")
    assert "(" not in page.title()


@pytest.mark.usefixtures("leaves_nothing_open")
def test_what_was_typed_in_a_brief_is_not_left_for_an_error(signed_in, funnel):
    page = signed_in.open(f"/funnels/{funnel.pk}/brief/audience/")
    delete_funnel(funnel)
    page.get_by_label("What is it about?").fill("Bread")

    page.get_by_role("button", name="Next").click()
    expect(page.locator("#save-state")).to_contain_text("this is not there any more")
    page.get_by_role("button", name="Next").click()

    expect(page.locator("#save-state")).to_contain_text("Copy your text to keep it.")
    expect(page.get_by_label("What is it about?")).to_have_value("Bread")
    assert page.url.endswith("/brief/audience/")
