"""What the queue page says of a run that waits at the gate of its provider."""

import pytest

from generation.engine.gate.barriers import PROVIDER_GATE
from generation.engine.gate.holds import hold_task
from tests.support.admin import text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, task_at

pytestmark = pytest.mark.django_db


def test_a_row_says_what_holds_its_run_and_for_how_long(rita):
    job = start_running(make_funnel(make_user()))
    hold_task(task_at(job, 1).pk, job.epoch, code=PROVIDER_GATE, message="The AI service asks.", seconds=42)

    page = rita.get("/queue/")

    assert "1st in line at the AI service, " in text_of(page)
    assert page.context["rows"][0].retry_at == task_at(job, 1).hold_until
