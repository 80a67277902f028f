"""An incident as pages tell of it: once, and taken back when it is over."""

import pytest
from django.test import Client
from django.urls import reverse

from generation.engine.gate.incidents import close_incident
from tests.support.admin import client_of
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, stop_by_incident
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stopped(ana):
    job = start_running(make_funnel(ana, name="Focus Funnel"))
    stop_by_incident(job)
    return job


def ask(browser: Client):
    return browser.post(reverse("tell_endings"))


def page(browser: Client) -> str:
    return browser.get(reverse("dashboard")).content.decode()


def signals(browser: Client) -> str:
    return page(browser).partition('id="signals"')[2].partition("</div>")[0]


def test_a_stopped_run_is_told_as_an_incident_and_not_as_a_failure(browser, stopped):
    assert "data-endings" in signals(browser)

    words = ask(browser).content.decode()

    assert "The AI service refuses our key. Work goes on by itself once that is mended" in words
    assert "Focus Funnel" not in words
    assert f'data-incident="{stopped.incident_id}" class="toast error" role="alert" data-stays' in words
    assert "data-endings" not in signals(browser)
    assert f'data-incidents="{stopped.incident_id}"' in signals(browser)


def test_staff_are_led_to_the_queue(stopped):
    boss = client_of(make_user("boss", is_staff=True))

    assert f'href="{reverse("queue")}"' in ask(boss).content.decode()


def test_its_end_is_told_and_the_page_takes_back_what_it_said(browser, stopped):
    ask(browser)
    end(stopped.incident)
    said = signals(browser)

    words = ask(browser).content.decode()

    assert "data-endings" in said
    assert "data-incidents" not in said
    assert "The AI service lets us in again. What waited for it goes on." in words
    assert ask(browser).content == b""


def test_of_one_that_staff_closed_it_is_not_said_that_the_service_answers(browser, stopped):
    ask(browser)
    close_incident(stopped.incident, by="boss")

    words = ask(browser).content.decode()

    assert "<p>Work goes on.</p>" in words
    assert "lets us in again" not in words


def test_whom_it_does_not_concern_is_told_nothing(stopped):
    bea = client_of(make_user("bea"))

    assert ask(bea).content == b""
    assert "data-incidents" not in signals(bea)


def test_a_stopped_run_is_on_hold_wherever_it_is_shown(browser, stopped):
    shown = page(browser)

    assert "On hold for now" in shown
    assert 'data-dot="failed"' not in shown
