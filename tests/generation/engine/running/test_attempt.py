"""A task that is drawn, from its message over the real SDK to the wire: booked, shown and paused as any."""

import base64
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse

from generation import blueprints
from generation.app_settings import WRITER_PROVIDER
from generation.engine.gate import limiter
from generation.engine.gate.limiter import Turn, Wait
from generation.engine.running.perform import perform
from generation.engine.running.verdicts import Done
from generation.engine.writers.choice import Writer
from generation.models import GenerationJob, Revision, TaskAttempt
from generation.pictures.kept import fetch
from generation.providers import spec_of
from generation.states import Role, TaskStatus
from settings_app import store
from tests.support import openai_replies as replies
from tests.support.admin import client_of, text_of
from tests.support.blueprints import make_blueprint, make_section, make_task
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, task_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_heartbeat")]

OPENAI = spec_of("openai")
PAINTER, WRITER = Writer("openai", OPENAI.picture_model), Writer("openai", OPENAI.default_model)


@pytest.fixture
def job(gallery, monkeypatch) -> GenerationJob:
    """A running job of one picture."""
    picture = make_section("picture", kind="picture", picture=(1536, 1024))
    drawn = replace(make_task("picture", picture), role=Role.ILLUSTRATOR)
    monkeypatch.setattr(blueprints, "BLUEPRINTS", (replace(make_blueprint(drawn), key="funnel"),))
    store.save({WRITER_PROVIDER.key: "openai"}, changed_by=None)
    return start_running(make_funnel(make_user()))


def draw(job: GenerationJob) -> object:
    return perform(task_at(job, 1).pk, job.epoch)


def test_a_picture_is_kept_and_what_it_used_is_booked(job, gallery):
    assert draw(job) == Done()

    attempt = TaskAttempt.objects.get()
    assert (attempt.provider, attempt.model, attempt.request_id) == ("openai", PAINTER.model, "req_0")
    assert (attempt.output_tokens, attempt.provider_calls) == (1572, 1)
    assert attempt.cost_micro_usd == 5 * attempt.input_tokens + 30 * 1572
    assert fetch(Revision.objects.get().fields["picture"]).startswith(b"\xff\xd8\xff")
    assert [request.model for request in gallery.requests] == [PAINTER.model]


def test_its_price_stands_on_the_receipt_and_among_what_was_used(job):
    draw(job)

    client = client_of(job.owner)
    receipt, usage = (
        text_of(client.get(page)) for page in (reverse("receipt", args=[job.pk]), reverse("usage"))
    )
    assert re.search(rf"Picture {PAINTER.model} 1 \d+ 0 1,572 \$0\.05 1 All parts", receipt)
    assert "$0.05" in usage


def test_one_that_is_declined_fails_at_once_and_says_what_helps(job, gallery):
    gallery.default = replies.DECLINED

    draw(job)

    task = task_at(job, 1)
    assert (task.status, task.error_code, task.attempt_count) == (TaskStatus.FAILED, "refused", 1)
    assert task.error_message.startswith(
        "The illustrator declined this picture under the rules of its service."
    )


def test_one_that_is_no_picture_is_paid_for_and_drawn_again(job, gallery):
    usage = {"input_tokens": 10, "output_tokens": 1572, "total_tokens": 1582}
    gallery.script(
        replies.drawn({"data": [{"b64_json": base64.b64encode(b"no picture").decode()}], "usage": usage})
    )

    draw(job)

    attempt = TaskAttempt.objects.get()
    assert (attempt.error_code, attempt.cost_micro_usd) == ("unreadable_picture", 10 * 5 + 1572 * 30)
    assert task_at(job, 1).status == TaskStatus.WAITING


def test_a_busy_illustrator_keeps_no_text_of_its_service_waiting(job, gallery):
    gallery.default = replies.busy("30")

    draw(job)

    values = store.read_all()
    assert isinstance(limiter.ask(PAINTER, uuid4(), values), Wait)
    assert limiter.ask(WRITER, uuid4(), values) == Turn()
