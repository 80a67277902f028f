"""Two people, one server: neither sees, hears or reaches what is the other's."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.support.browser import wait_for
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

OF_A_FUNNEL = ("run", "read", "export")


@pytest.fixture
def ben(visitor):
    watched = visitor(make_user("ben"))
    watched.expect_trouble("status of 404")
    return watched


def test_a_running_job_shows_on_no_page_of_another_person(signed_in, ben):
    job = start_running(make_funnel(signed_in.user, name="Focus Funnel"))
    pages = [ben.open(reverse(name)) for name in ("dashboard", "history", "account")]
    theirs = signed_in.open(reverse("dashboard"))

    write(job, 1)
    wait_for(theirs, lambda: "1/14" in theirs.inner_text("body") or "1 of 14" in theirs.inner_text("body"))

    for page in pages:
        expect(page.locator("body")).not_to_contain_text("Focus Funnel")


def test_anothers_pages_do_not_exist(signed_in, ben):
    funnel = make_funnel(signed_in.user)
    write(start_running(funnel), 1)

    for name in OF_A_FUNNEL:
        assert ben.context.request.get(ben.address + reverse(name, args=[funnel.pk])).status == 404, name
        assert signed_in.context.request.get(ben.address + reverse(name, args=[funnel.pk])).status == 200, (
            name
        )
