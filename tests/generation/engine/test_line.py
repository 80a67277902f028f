"""A place in line, asked for by itself, is the place in the whole line."""

import pytest

from generation.app_settings import FAIR_SHARE
from generation.engine.jobs import StartOptions, start_job
from generation.engine.line import jobs_in_line, places_in_line
from generation.models import GenerationJob
from generation.states import Priority
from settings_app import store
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fair", [True, False])
def test_every_place_is_that_of_the_line(fair):
    store.save({FAIR_SHARE.key: fair}, None)
    for owner in (make_user("ana"), make_user("ben")):
        for priority in (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.NORMAL):
            start_job(make_funnel(owner), options=StartOptions(priority=priority))

    line = jobs_in_line(store.read_all())

    assert len(line) == 8
    jobs = GenerationJob.objects.all()
    assert places_in_line(jobs) == {job: place for place, job in enumerate(line, start=1)}
    assert places_in_line(jobs.filter(pk=line[5])) == {line[5]: 6}


def test_who_is_not_in_line_has_no_place():
    job = start_running(make_funnel())

    assert places_in_line([job]) == {}
