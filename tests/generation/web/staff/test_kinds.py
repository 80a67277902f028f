"""Staff see of every run what it writes, and come to its own page."""

import pytest

from generation.web.which import Which, address_of
from tests.support.funnels import make_funnel
from tests.support.jobs import fail
from tests.support.kinds import start_launch

pytestmark = pytest.mark.django_db

SPRING = Which(blueprint="launch", subject="Spring event")


def test_the_queue_and_the_failures_name_a_launch(rita):
    job = start_launch(make_funnel(name="Focus Funnel"))
    address = address_of("run", job.funnel_id, SPRING).replace("&", "&amp;")
    link = f'<a href="{address}">Focus Funnel / Launch: Spring event</a>'

    assert link in rita.get("/queue/").content.decode()
    job.tasks.exclude(position=1).delete()  # nothing else goes on
    fail(job, 1)

    assert link in rita.get("/queue/?status=failed").content.decode()
    assert link in rita.get("/queue/failures/").content.decode()
