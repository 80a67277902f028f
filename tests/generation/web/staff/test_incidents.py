"""An open incident on the queue page: what waits for it, and the trial at once."""

import pytest

from generation.engine.broker.courier import TRIAL_MESSAGE
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, hold_by_incident, make_incident, stop_by_incident
from tests.support.jobs import start_running
from tests.support.line import messages_in_queue

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/queue/"


def test_while_nothing_is_wrong_nothing_is_said(rita):
    end(make_incident())

    assert 'id="incident-' not in rita.get(QUEUE).content.decode()


def test_it_says_what_is_wrong_since_when_and_what_waits(olga):
    ana = make_user()
    incident = stop_by_incident(start_running(make_funnel(ana)))
    hold_by_incident(start_running(make_funnel(ana)))

    page = text_of(olga.get(QUEUE))

    assert f"The AI service refuses our key since {incident.opened_at:%-d %b %Y, %H:%M} UTC" in page
    assert "2 runs wait." in page
    assert "Try now" in page


def test_those_who_operate_try_at_once(olga):
    incident = make_incident()

    page = text_of(olga.post(f"{QUEUE}incidents/{incident.pk}/try/", follow=True))

    assert "A worker asks the AI service now." in page
    assert messages_in_queue(TRIAL_MESSAGE) == 1


def test_what_is_over_is_not_tried(olga):
    incident = make_incident()
    end(incident)

    page = text_of(olga.post(f"{QUEUE}incidents/{incident.pk}/try/", follow=True))

    assert "This incident is over" in page
    assert messages_in_queue(TRIAL_MESSAGE) == 0


def test_those_who_only_look_try_nothing(rita):
    incident = make_incident()

    assert "Try now" not in text_of(rita.get(QUEUE))
    assert rita.post(f"{QUEUE}incidents/{incident.pk}/try/").status_code == 403
    assert client_of(make_user()).post(f"{QUEUE}incidents/{incident.pk}/try/").status_code == 403
    assert messages_in_queue(TRIAL_MESSAGE) == 0


def test_what_never_was_is_not_found(olga):
    assert olga.post(f"{QUEUE}incidents/99/try/").status_code == 404
