"""The way from a funnel to what else can be written for it."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_funnel_nothing_is_written_of_leads_there_from_its_card(page, funnel):
    card = page.get("/funnels/").content.decode().partition(f'id="card-{funnel.pk}"')[2].partition("</li>")[0]

    assert f'<a class="button small quiet" href="/funnels/{funnel.pk}/write/">Write more</a>' in card


def test_a_funnel_whose_brief_is_not_finished_leads_there_from_the_menu_alone(page, draft):
    card = page.get("/funnels/").content.decode().partition(f'id="card-{draft.pk}"')[2].partition("</li>")[0]

    assert card.count(f"/funnels/{draft.pk}/write/") == 1


def test_the_last_step_of_the_brief_leads_there(page, funnel):
    step = page.get(f"/funnels/{funnel.pk}/brief/style/").content.decode()

    assert f'href="/funnels/{funnel.pk}/write/">Write more</a>' in step
