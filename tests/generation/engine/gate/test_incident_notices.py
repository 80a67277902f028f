"""An incident is told once to each whom it concerns, and so is its end; the runs it stopped are not."""

import pytest
from django.contrib.auth.models import User

from generation.engine.gate.incident_notices import claim_incident_news, jobs_kept_by, signs_of_incidents
from generation.engine.mending.stopped import resume_stopped_jobs
from generation.engine.standing.in_sight import look_at_runs
from generation.engine.verbs.notices import claim_endings
from generation.models import GenerationJob, IncidentNotice
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import end, hold_by_incident, make_incident, stop_by_incident
from tests.support.jobs import start_running, write
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana() -> User:
    return make_user("ana")


@pytest.fixture
def boss() -> User:
    return make_user("boss", is_staff=True)


def has_news(user: User) -> bool:
    return signs_of_incidents(user).has_news


def test_who_has_many_runs_stopped_is_told_once_of_the_incident_and_of_no_run(ana):
    incidents = {stop_by_incident(start_running(make_funnel(ana))) for _ in range(3)}
    assert has_news(ana)

    first, second = claim_incident_news(ana), claim_incident_news(ana)

    assert set(first.begun) == incidents
    assert (len(first.begun), first.over, second.begun) == (1, (), ())
    assert not has_news(ana)
    assert claim_endings(ana) == []
    assert look_at_runs(ana).untold == 0


def test_who_has_a_run_held_is_told_and_who_has_none_is_not(ana):
    make_incident()
    hold_by_incident(start_running(make_funnel(ana)))
    bea = make_user("bea")
    start_running(make_funnel(bea))

    assert has_news(ana)
    assert not has_news(bea)
    assert claim_incident_news(bea).begun == ()


def test_staff_are_told_though_none_of_their_own_waits(boss):
    incident = make_incident()

    assert has_news(boss)
    assert claim_incident_news(boss).begun == (incident,)


def test_of_many_pages_that_want_to_tell_at_once_one_does(boss):
    make_incident()

    news = all_at_once([lambda: claim_incident_news(boss)] * 10)

    assert sum(len(each.begun) for each in news) == IncidentNotice.objects.count() == 1


def test_its_end_is_told_once_to_those_who_were_told_of_it(ana, boss):
    incident = make_incident()
    claim_incident_news(boss)
    hold_by_incident(start_running(make_funnel(ana)))
    end(incident)

    assert (has_news(boss), has_news(ana)) == (True, False)
    assert claim_incident_news(boss).over == (incident,)
    assert claim_incident_news(boss).over == claim_incident_news(ana).over == ()
    assert not has_news(boss)


def test_a_page_knows_which_incidents_that_it_told_of_go_on(boss):
    incident = make_incident()
    before = signs_of_incidents(boss).told
    claim_incident_news(boss)
    meanwhile = signs_of_incidents(boss).told
    end(incident)

    assert (before, meanwhile, signs_of_incidents(boss).told) == ((), (incident.pk,), ())


def test_the_next_incident_is_told_anew(boss):
    first = make_incident()
    claim_incident_news(boss)
    end(first)
    second = make_incident()

    news = claim_incident_news(boss)

    assert (news.begun, news.over) == ((second,), (first,))


def test_while_nothing_is_wrong_it_costs_one_query(ana, django_assert_num_queries):
    end(make_incident())

    with django_assert_num_queries(1):
        signs_of_incidents(ana)


def test_a_run_that_was_stopped_and_went_on_is_told_when_it_is_ready(ana):
    job = start_running(make_funnel(ana))
    incident = stop_by_incident(job)
    claim_endings(ana)
    end(incident)
    resume_stopped_jobs()

    for number in range(1, 15):
        write(job, number)

    assert claim_endings(ana) == [job.pk]


def test_a_run_that_is_left_failed_is_told_like_any_other(ana):
    job = start_running(make_funnel(ana))
    stop_by_incident(job)
    GenerationJob.objects.filter(pk=job.pk).update(incident=None)

    assert claim_endings(ana) == [job.pk]


def test_what_an_incident_keeps_is_what_it_stopped_and_what_it_holds(ana):
    stopped, held, untouched, of_another = (start_running(make_funnel(ana)) for _ in range(4))
    incident, another = stop_by_incident(stopped), make_incident("gemini")
    hold_by_incident(held)
    hold_by_incident(of_another, provider="gemini")

    assert set(jobs_kept_by(incident)) == {stopped, held}
    assert set(jobs_kept_by(another)) == {of_another}
    assert untouched.is_open


def test_nobody_is_told_of_an_incident_that_keeps_others_alone(ana, boss):
    make_incident("gemini")
    hold_by_incident(start_running(make_funnel(ana)))

    assert not has_news(ana)
