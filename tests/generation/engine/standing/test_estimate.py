"""What a run would take."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from generation import blueprints
from generation.app_settings import PARALLEL_LANES, WRITER_MODEL, WRITER_PROVIDER
from generation.blueprints import get_blueprint
from generation.engine.standing.estimate import estimate_run, estimate_task
from generation.engine.verbs.jobs import start_job
from generation.errors import InvalidRequestError
from generation.models import Funnel, GenerationJob, GenerationTask, TaskAttempt
from settings_app import store
from tests.support.blueprints import make_blueprint, make_task
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db

TASKS = get_blueprint("funnel").tasks({})


@pytest.fixture
def funnel():
    return make_funnel()


@pytest.fixture
def claude():
    """A real model writes."""
    store.save({WRITER_PROVIDER.key: "anthropic", WRITER_MODEL.key: "claude-sonnet-5-5"}, changed_by=None)


def finished_run(
    funnel: Funnel,
    *,
    seconds: float = 40,
    provider: str = "anthropic",
    model: str = "claude-sonnet-5-5",
    keys: tuple[str, ...] = tuple(task.key for task in TASKS),
    outcome: str = "completed",
) -> GenerationJob:
    """Write down a run that ended well, each task in that many seconds, in thousands of tokens."""
    ended = timezone.now()
    job = GenerationJob.objects.create(
        funnel=funnel,
        owner=funnel.owner,
        blueprint="funnel",
        status="completed",
        queued_at=ended,
        completed_at=ended,
    )
    for position, key in enumerate(keys, start=1):
        task = GenerationTask.objects.create(
            job=job, position=position, key=key, name=key, status="completed"
        )
        TaskAttempt.objects.create(
            task=task,
            round=1,
            number=1,
            outcome=outcome,
            started_at=ended - timedelta(seconds=seconds),
            ended_at=ended,
            provider=provider,
            model=model,
            provider_calls=1,
            input_tokens=5_000,
            output_tokens=2_000,
            cost_micro_usd=25_000,
        )
    return job


def test_two_earlier_runs_are_ground_to_speak_from(claude, funnel):
    finished_run(funnel, seconds=30)
    finished_run(funnel, seconds=50)

    estimate = estimate_run(funnel)

    assert (estimate.ground, estimate.runs, estimate.calls) == ("history", 2, 14)
    assert estimate.seconds == 14 * 40
    assert (estimate.input_tokens, estimate.output_tokens) == (14 * 5_000, 14 * 2_000)
    assert estimate.cost_usd == Decimal("0.35")


def test_the_median_speaks_and_no_outlier(claude, funnel):
    for seconds in (10, 12, 2_000):
        finished_run(funnel, seconds=seconds)

    assert estimate_run(funnel).seconds == 14 * 12


def test_a_strangers_runs_tell_the_pace_too(claude, funnel):
    other = make_funnel(make_user("ben"))
    finished_run(other)
    finished_run(other)

    assert estimate_run(funnel).runs == 2


@pytest.mark.parametrize(
    "run",
    [
        {"provider": "demo", "model": "demo"},
        {"model": "claude-opus-5"},
        {"outcome": "failed"},
        {"keys": ("all_emails",)},
    ],
    ids=["of another provider", "of another model", "that failed", "of one task"],
)
def test_runs_are_no_ground(claude, funnel, run):
    finished_run(funnel, **run)
    finished_run(funnel, **run)

    assert estimate_run(funnel).ground == "guess"


def test_one_run_is_no_ground(claude, funnel):
    finished_run(funnel)

    assert estimate_run(funnel).ground == "guess"


def test_the_first_guess_goes_by_the_words_asked_for(claude, funnel):
    estimate = estimate_run(funnel)

    assert (estimate.ground, estimate.runs, estimate.calls) == ("guess", 0, 14)
    assert 10 <= estimate.minutes <= 12
    assert 25_000 < estimate.output_tokens < 35_000
    assert Decimal("0.2") < estimate.cost_usd < Decimal("1")


def test_more_chapters_are_guessed_to_take_longer(claude, funnel):
    longer = make_funnel(funnel.owner)
    longer.brief["products"]["upsell_1"]["chapters"] = [f"Lesson number {number}" for number in range(16)]

    assert estimate_run(longer).seconds > estimate_run(funnel).seconds
    assert estimate_run(longer).cost_usd > estimate_run(funnel).cost_usd


def test_another_language_takes_more_tokens(claude, funnel):
    german = make_funnel(funnel.owner, language="de")

    assert estimate_run(german).output_tokens > estimate_run(funnel).output_tokens


def test_an_unknown_price_is_not_taken_for_none(claude, funnel):
    store.save({WRITER_MODEL.key: "a-model-of-tomorrow"}, changed_by=None)

    assert estimate_run(funnel).cost_usd is None


def test_the_demo_writer_is_free_and_as_slow_as_it_is_told_to_be(funnel, settings):
    settings.ENV = replace(settings.ENV, demo_seconds_per_task=0.5)

    estimate = estimate_run(funnel)

    assert (estimate.writer.provider, estimate.cost_usd, estimate.seconds) == ("demo", 0, 7)


def test_lanes_make_it_shorter_and_no_cheaper(claude, funnel):
    alone, together = estimate_run(funnel), estimate_run(funnel, lanes=3)

    assert (alone.lanes, together.lanes) == (1, 3)
    assert together.seconds < alone.seconds
    assert together.cost_usd == alone.cost_usd


def test_without_lanes_the_setting_says_how_many(claude, funnel):
    store.save({PARALLEL_LANES.key: 4}, changed_by=None)

    assert estimate_run(funnel).lanes == 4


def test_a_brief_with_gaps_is_refused_with_what_is_missing(funnel):
    del funnel.brief["topic"]
    funnel.language = "xx"

    with pytest.raises(InvalidRequestError) as refused:
        estimate_run(funnel)

    assert set(refused.value.problems) == {"brief.topic", "language"}


def test_a_task_that_its_inputs_ask_for_is_guessed(monkeypatch):
    asked_for = make_blueprint(make_task("first"), make_task("second", needs=("first",)))
    kind = replace(
        asked_for, key="funnel", tasks=lambda inputs: asked_for.tasks({})[: 2 if inputs.get("two") else 1]
    )
    monkeypatch.setattr(blueprints, "BLUEPRINTS", (kind,))
    job = start_job(make_funnel(), inputs={"two": True})

    estimate = estimate_task(job.tasks.get(key="second"))

    assert (estimate.ground, estimate.calls) == ("guess", 1)


def test_inputs_say_how_much_it_is():
    funnel = make_funnel()
    chosen = {"documents": ["company_profile", "faq"]}

    assert estimate_run(funnel, blueprint="documents", inputs=chosen).calls == 2
    assert estimate_run(funnel, blueprint="documents").calls == 12  # all there can be


def test_inputs_with_faults_are_refused_with_what_is_wrong(funnel):
    with pytest.raises(InvalidRequestError) as refused:
        estimate_run(funnel, blueprint="documents", inputs={"documents": []})

    assert set(refused.value.problems) == {"inputs.documents"}


def test_it_asks_the_database_two_questions_however_many_runs_there_were(
    claude, funnel, django_assert_num_queries
):
    for _ in range(4):
        finished_run(funnel)
    store.read_all()

    with django_assert_num_queries(2):  # the settings, and the runs
        estimate_run(funnel)
