"""What the run page says of a part that waits for its turn at the AI service."""

import re

import pytest

from generation.engine.gate.barriers import PROVIDER_GATE
from generation.engine.gate.holds import hold_task
from generation.models import Funnel, GenerationJob, TaskAttempt
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import begin, start_running, task_at, write
from tests.support.run_html import html, text

pytestmark = pytest.mark.django_db

ASKED = "The AI service asked everybody to wait for 42 s."


def waiting(funnel: Funnel, *, seconds: float) -> GenerationJob:
    job = start_running(funnel)
    write(job, 1)
    hold_task(task_at(job, 2).pk, job.epoch, code=PROVIDER_GATE, message=ASKED, seconds=seconds)
    return job


@pytest.fixture
def third(funnel: Funnel) -> GenerationJob:
    """A run whose next part waits behind those of two others."""
    for number, name in enumerate(("bea", "cyd"), start=1):
        waiting(make_funnel(make_user(name)), seconds=40 + number)
    return waiting(funnel, seconds=47)


def test_the_banner_says_why_whose_turn_it_is_and_counts_down(page, funnel, third):
    told = text(page, funnel, within="banner-hold")

    assert told.startswith(f"{ASKED} You are 3rd; nothing is lost. It goes on in a moment .")
    banner = html(page, funnel)
    until = re.search(r'id="banner-hold".*?<time data-until="([^"]+)"', banner, re.DOTALL)
    assert until[1][:19] == task_at(third, 2).hold_until.isoformat()[:19]


def test_the_row_says_so_too(page, funnel, third):
    assert text(page, funnel, within="task-2").startswith("Lead magnet, part 2")
    assert "3rd to go, in a moment" in text(page, funnel, within="task-2")
    assert text(page, funnel, within="panel-note").startswith("3rd to go, in a moment")


def test_the_log_says_when_it_began_to_wait(page, funnel, third):
    assert ASKED in text(page, funnel, "?task=lead_magnet_part_2", within="run-columns")


def test_nothing_is_said_of_it_once_it_is_written(page, funnel, third):
    begin(third, 2)

    assert 'id="banner-hold"' not in html(page, funnel)


def test_a_try_names_who_wrote_it(page, funnel):
    job = start_running(funnel)
    write(job, 1)
    assert "Written by the demo writer and stored." in text(page, funnel, "?task=lead_magnet_part_1")

    TaskAttempt.objects.update(provider="anthropic", model="claude-haiku-5-5")

    assert "Written by claude-haiku-5-5 and stored." in text(page, funnel, "?task=lead_magnet_part_1")
