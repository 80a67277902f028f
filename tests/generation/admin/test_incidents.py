"""Incidents in the admin: open ones first, what waits, and what can be done."""

import pytest

from generation.admin.facts import gather_facts
from generation.admin.report import describe_job
from generation.app_settings import WRITER_PROVIDER
from generation.engine.broker.courier import TRIAL_MESSAGE
from generation.models import AuditEntry
from settings_app import store
from tests.support.admin import act, staff, text_of
from tests.support.incidents import end, hold_by_incident, make_incident, stop_by_incident
from tests.support.jobs import start_running
from tests.support.line import messages_in_queue

pytestmark = pytest.mark.django_db(transaction=True)

INCIDENTS = "/admin/generation/providerincident/"


@pytest.fixture
def operator():
    return staff("operator", "view_providerincident", "change_generationjob", "view_generationjob")


def said(job) -> list[str]:
    job.refresh_from_db()
    return [line.says for line in describe_job(gather_facts(job)) if line.about == "Incident"]


def test_the_open_ones_stand_first(operator):
    over = make_incident("gemini")
    end(over)
    still_open = make_incident()

    found = operator.get(INCIDENTS).context["cl"].result_list

    assert list(found) == [still_open, over]


def test_its_page_shows_the_jobs_that_wait(operator, funnel):
    job = start_running(funnel)
    incident = stop_by_incident(job)

    page = operator.get(f"{INCIDENTS}{incident.pk}/change/")

    assert f"{funnel.name} (failed)" in text_of(page)
    assert f"/admin/generation/generationjob/{job.pk}/change/" in page.content.decode()


def test_an_operator_tries_at_once(operator):
    incident = make_incident()

    assert "A trial was asked for." in text_of(act(operator, INCIDENTS, "try_now", incident))
    assert messages_in_queue(TRIAL_MESSAGE) == 1


def test_an_open_one_s_page_offers_the_trial_and_one_that_is_over_does_not(operator):
    incident = make_incident()
    page = f"{INCIDENTS}{incident.pk}/change/"

    while_open = operator.get(page)
    end(incident)

    assert "Close it without an answer." in text_of(while_open)
    assert "End it" not in text_of(while_open)
    assert 'name="action" value="try_now"' in while_open.content.decode()
    assert 'name="action" value="try_now"' not in operator.get(page).content.decode()


def test_closing_by_hand_asks_first_and_says_by_whom(operator):
    incident = make_incident()

    question = text_of(act(operator, INCIDENTS, "close", incident))
    incident.refresh_from_db()
    assert "Close these incidents without an answer?" in question
    assert incident.is_open

    act(operator, INCIDENTS, "close", incident, confirmed="yes")
    incident.refresh_from_db()
    assert incident.last_trial_message == "Closed by operator, without an answer."
    noted = AuditEntry.objects.values_list("actor_name", "through", "action", "target_id")
    assert list(noted) == [("operator", "admin", "incident_closed", str(incident.pk))]


def test_who_may_only_look_has_no_buttons():
    incident = make_incident()
    onlooker = staff("onlooker", "view_providerincident")

    act(onlooker, INCIDENTS, "close", incident, confirmed="yes")

    incident.refresh_from_db()
    assert incident.is_open


def test_the_report_of_a_stopped_job_names_its_incident(funnel):
    job = start_running(funnel)
    incident = stop_by_incident(job)
    while_open = said(job)
    end(incident)

    assert while_open[0].startswith("The AI service refuses our key. Anthropic, unauthorised, since ")
    assert said(job)[0].endswith("It is over; the reconciler resumes the job.")


def test_the_report_of_a_held_job_names_it_too_and_no_other_job_does(funnel):
    make_incident()
    job = start_running(funnel)
    before = said(job)
    hold_by_incident(job)

    assert before == []
    assert len(said(job)) == 1


def test_the_report_of_a_held_job_names_the_incident_of_its_writer(funnel):
    store.save({WRITER_PROVIDER.key: "anthropic"}, changed_by=None)
    job = start_running(funnel)
    make_incident()
    hold_by_incident(job)
    make_incident("gemini")  # opened last, which puts it first

    assert " Anthropic, unauthorised" in said(job)[0]
