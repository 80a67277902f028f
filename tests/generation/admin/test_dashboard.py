"""The admin's first page: alarms, the queue, the last days, and what failed by which cause."""

from django.test import Client
from django.utils import timezone

from generation.app_settings import GENERATION_ENABLED
from generation.models import GenerationJob, ProviderIncident
from settings_app import store
from tests.support.admin import change, make_beat, staff, text_of

FIRST = "/admin/"


def test_an_empty_house_says_so(admin_client: Client) -> None:
    words = text_of(admin_client.get(FIRST))

    assert "In line 0 (0 high, 0 normal, 0 low)" in words
    assert "Success rate none none none" in words
    assert "No failed run in 7 days." in words


def test_what_needs_somebody_comes_first(admin_client: Client) -> None:
    make_beat("worker@here:1", seconds_ago=3600)
    ProviderIncident.objects.create(
        provider="anthropic",
        model="m",
        code="unauthorised",
        message="The AI service refused the request (401).",
        opened_at=timezone.now(),
    )
    store.save({GENERATION_ENABLED.key: False}, None)

    words = text_of(admin_client.get(FIRST))

    assert "No worker has given a sign of life since 20" in words
    assert "No reconciler has given a sign of life so far." in words
    assert "Anthropic lets nobody in since 20" in words
    assert "Generation is switched off: nothing begins." in words


def test_a_house_in_order_raises_no_alarm(admin_client: Client) -> None:
    make_beat("worker@here:1")
    make_beat("reconciler@here:2", kind="reconciler")

    words = text_of(admin_client.get(FIRST))

    assert "sign of life" in words  # of each process
    assert "No worker" not in words
    assert "lets nobody in" not in words
    assert words.count("UTC, holds 0 tasks") == 1  # a reconciler holds none at any time


def test_many_tokens_are_told_so_short_that_a_phone_has_room(
    admin_client: Client, failed_job: GenerationJob
) -> None:
    attempt = failed_job.tasks.get(position=2).attempts.get()
    change(attempt, input_tokens=12_345_678, output_tokens=999_999)

    words = text_of(admin_client.get(FIRST))

    assert "Tokens in 12.3 M 12.3 M 12.3 M Tokens out 999,999" in words


def test_failed_runs_stand_by_their_cause(admin_client: Client, failed_job: GenerationJob) -> None:
    words = text_of(admin_client.get(FIRST))

    assert "Success rate 0.0% 0.0% 0.0%" in words
    assert "1 run of 1 user The AI service is busy." in words


def test_who_may_not_look_at_jobs_is_shown_no_figures(failed_job: GenerationJob) -> None:
    words = text_of(staff("sam").get(FIRST))

    assert "Success rate" not in words
