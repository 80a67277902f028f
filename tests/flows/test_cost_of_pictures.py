"""What pictures cost, through a real worker and the real SDK: each is booked with its tokens and price."""

from django.urls import reverse

from generation.engine.verbs.jobs import start_job
from generation.engine.verbs.new_jobs import StartOptions
from generation.models import TaskAttempt
from generation.providers import spec_of
from generation.states import JobStatus, Role
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_funnel, standing, wait_for_end

INPUTS = {"topic": "Two windows a day", "platform": "square", "slides": 3}


def test_each_picture_is_booked_by_its_tokens_and_stands_on_the_receipt(running_worker, illustrator):
    options = StartOptions(lanes=3)
    job = wait_for_end(start_job(make_funnel(), blueprint="carousel", inputs=INPUTS, options=options))

    assert job.status == JobStatus.COMPLETED, standing(job)
    drawn = TaskAttempt.objects.filter(task__job=job, task__role=Role.ILLUSTRATOR)
    assert {attempt.model for attempt in drawn} == {spec_of("openai").picture_model}
    assert len(drawn) == len(illustrator.requests) == 3
    for attempt in drawn:
        assert min(attempt.input_tokens, attempt.output_tokens) > 0
        assert attempt.cost_micro_usd == 5 * attempt.input_tokens + 30 * attempt.output_tokens
    written = TaskAttempt.objects.filter(task__job=job).exclude(task__role=Role.ILLUSTRATOR)
    in_all = sum(attempt.cost_micro_usd for attempt in (*drawn, *written)) / 1e6
    receipt = text_of(client_of(job.owner).get(reverse("receipt", args=[job.pk])))
    assert f"${in_all:.2f}" in receipt.partition("All parts")[2]
