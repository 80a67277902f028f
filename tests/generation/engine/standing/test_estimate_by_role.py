"""What a run would take of which one plans, one writes and one draws."""

from dataclasses import replace
from decimal import Decimal

import pytest

from generation import blueprints
from generation.app_settings import (
    ILLUSTRATOR_MODEL,
    ILLUSTRATOR_PROVIDER,
    STRATEGIST_MODEL,
    STRATEGIST_PROVIDER,
    WRITER_PROVIDER,
)
from generation.engine.standing.estimate import estimate_run, estimate_task
from generation.engine.verbs.jobs import start_job
from generation.engine.writers.choice import Writer
from generation.providers import spec_of
from generation.states import Role
from settings_app import store
from tests.support.blueprints import make_blueprint, make_section, make_task
from tests.support.funnels import make_funnel

pytestmark = pytest.mark.django_db

CLAUDE = Writer("anthropic", "claude-sonnet-5-5")
PAINTER = Writer("openai", spec_of("openai").picture_model)
ALL_BY_DEMO = {WRITER_PROVIDER.key: "demo", STRATEGIST_PROVIDER.key: "demo", ILLUSTRATOR_PROVIDER.key: "demo"}
BY_SERVICES = {
    WRITER_PROVIDER.key: "anthropic",
    STRATEGIST_PROVIDER.key: "anthropic",
    STRATEGIST_MODEL.key: "claude-haiku-5-5",
    ILLUSTRATOR_PROVIDER.key: "openai",
}


@pytest.fixture(autouse=True)
def illustrated(monkeypatch):
    """A funnel is a plan, a text, and two pictures for it."""
    picture = make_section("picture", kind="picture", picture=(1536, 1024))
    drawn = [
        replace(
            make_task(f"picture_{number}", picture, needs=("text",), lane=f"picture_{number}"),
            role=Role.ILLUSTRATOR,
        )
        for number in (1, 2)
    ]
    plan = replace(make_task("plan"), role=Role.STRATEGIST)
    kind = replace(make_blueprint(plan, make_task("text", needs=("plan",)), *drawn), key="funnel")
    monkeypatch.setattr(blueprints, "BLUEPRINTS", (kind,))


@pytest.fixture
def funnel():
    return make_funnel()


def estimate(funnel, **changed: str):
    store.save(BY_SERVICES | changed, changed_by=None)
    return estimate_run(funnel)


def test_each_task_costs_what_it_costs_with_whoever_has_its_role(funnel):
    whole = estimate(funnel)
    drawn_by_demo = estimate(funnel, **{ILLUSTRATOR_PROVIDER.key: "demo"})
    better_planned = estimate(funnel, **{STRATEGIST_MODEL.key: "claude-opus-5-5"})

    assert whole.cost_usd - drawn_by_demo.cost_usd == 2 * Decimal("0.04816")  # 200 tokens read, 1,572 drawn
    assert better_planned.cost_usd > whole.cost_usd
    assert better_planned.output_tokens == whole.output_tokens


def test_a_picture_takes_its_time_and_pictures_side_by_side_take_it_once(funnel):
    store.save(BY_SERVICES, changed_by=None)

    alone, together = estimate_run(funnel, lanes=1), estimate_run(funnel, lanes=2)

    assert round(alone.seconds - together.seconds, 3) == 20


def test_the_writer_stands_for_all_and_who_asks_no_service_only_for_its_like(funnel):
    assert estimate(funnel).writer == CLAUDE
    assert (
        estimate(funnel, **{WRITER_PROVIDER.key: "demo", STRATEGIST_PROVIDER.key: "demo"}).writer == PAINTER
    )
    by_demo = estimate(funnel, **ALL_BY_DEMO)
    assert (by_demo.writer, by_demo.cost_usd) == (Writer("demo", "demo"), 0)


def test_a_picture_without_a_price_leaves_the_whole_without(funnel):
    assert estimate(funnel, **{ILLUSTRATOR_MODEL.key: "a-painter-of-tomorrow"}).cost_usd is None


def test_one_picture_alone_is_estimated_with_who_draws_it(funnel):
    store.save(BY_SERVICES, changed_by=None)

    again = estimate_task(start_job(funnel).tasks.get(key="picture_1"))

    assert (again.writer, again.output_tokens, again.seconds) == (PAINTER, 1572, 20)
