"""What is done to a funnel as a whole."""

import pytest
from django.test import Client

from generation.engine.verbs.jobs import start_job
from generation.models import BriefTemplate, Funnel
from tests.support.funnels import make_user
from tests.support.jobs import start_running, write

WAYS = ["rename", "duplicate", "template", "delete"]


def post(page: Client, funnel: Funnel, way: str, **fields: str):
    return page.post(f"/funnels/{funnel.pk}/{way}/", fields, follow=True)


def test_a_funnel_is_renamed(page, funnel):
    assert "Renamed." in post(page, funnel, "rename", name=" A better name ").content.decode()

    funnel.refresh_from_db()
    assert funnel.name == "A better name"


@pytest.mark.parametrize("way", ["rename", "template"])
@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "\u200b"])
def test_a_name_that_cannot_be_changes_nothing_and_is_told(page, funnel, way, name):
    html = post(page, funnel, way, name=name).content.decode()

    funnel.refresh_from_db()
    assert funnel.name == "Calm Inbox"
    assert not BriefTemplate.objects.exists()
    assert 'role="alert"' in html


def test_a_copy_has_the_brief_and_leads_to_it(page, funnel):
    write(start_running(funnel), 1)

    answer = page.post(f"/funnels/{funnel.pk}/duplicate/")

    copy = Funnel.objects.exclude(pk=funnel.pk).get()
    assert answer.headers["Location"] == f"/funnels/{copy.pk}/brief/audience/"
    assert (copy.name, copy.brief) == ("Calm Inbox (copy)", funnel.brief)
    assert not copy.sections.exists()


def test_a_copy_that_staff_make_is_their_own(funnel):
    staff, client = make_user("sam", is_staff=True), Client()
    client.force_login(staff)

    client.post(f"/funnels/{funnel.pk}/duplicate/")

    assert Funnel.objects.exclude(pk=funnel.pk).get().owner == staff


def test_a_brief_is_kept_as_a_template(page, ana, funnel):
    post(page, funnel, "template", name="Freelancers")

    kept = BriefTemplate.objects.get()
    assert (kept.owner, kept.name, kept.brief) == (ana, "Freelancers", funnel.brief)


def test_a_funnel_is_deleted(page, funnel):
    assert "Deleted." in post(page, funnel, "delete").content.decode()
    assert not Funnel.objects.exists()


def test_a_funnel_that_is_being_written_stays(page, funnel):
    start_job(funnel)

    html = post(page, funnel, "delete").content.decode()

    assert "This funnel is being generated already" in html
    assert "Deleted." not in html
    assert Funnel.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_somebody_elses_funnel_is_not_there(others_page, funnel, way):
    assert others_page.post(f"/funnels/{funnel.pk}/{way}/", {"name": "Mine"}).status_code == 404
    assert Funnel.objects.get().name == "Calm Inbox"
    assert not BriefTemplate.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_done_by_a_link(page, funnel, way):
    assert page.get(f"/funnels/{funnel.pk}/{way}/").status_code == 405


@pytest.mark.parametrize("way", ["rename", "delete"])
def test_staff_change_anothers_only_with_a_permission(funnel, way):
    client = Client()
    client.force_login(make_user("sam", is_staff=True))

    assert client.post(f"/funnels/{funnel.pk}/{way}/", {"name": "Mine"}).status_code == 403
