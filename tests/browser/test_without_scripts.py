"""A browser that runs no scripts: everything can still be read, and work started."""

import pytest
from playwright.sync_api import expect

from tests.support.funnels import make_funnel, make_user, wait_for_end
from tests.support.run_page import open_run_page


@pytest.fixture
def plain(visitor):
    return visitor(make_user("ana"), java_script_enabled=False)


def test_a_funnel_is_generated_and_read(plain, writing):
    funnel = make_funnel(plain.user)
    run = open_run_page(plain, funnel)
    run.generate()
    wait_for_end(funnel.jobs.get())
    run.expect_ready()  # the page loads itself anew every ten seconds

    run.page.get_by_role("link", name="Read").first.click()
    expect(run.page.get_by_role("heading", name="Two windows a day")).to_be_visible()
