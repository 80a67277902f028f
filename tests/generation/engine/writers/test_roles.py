"""Who is asked for each role: by the settings, by the keys that are set, and by what a task is for."""

from dataclasses import replace

import pytest

from generation.app_settings import (
    FALLBACK_WRITERS,
    ILLUSTRATOR_MODEL,
    ILLUSTRATOR_PROVIDER,
    STRATEGIST_MODEL,
    STRATEGIST_PROVIDER,
    WRITER_MODEL,
    WRITER_PROVIDER,
)
from generation.engine.writers.choice import (
    Writer,
    choose_writer,
    choose_writer_of,
    everybody_named,
    roles_named,
    writers_in_order,
)
from generation.engine.writers.fallback import who_steps_in
from generation.models import GenerationTask
from generation.providers import failures, spec_of
from generation.states import Role
from settings_app import store
from settings_app.schema import Values
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, task_at

DEMO = Writer("demo", "demo")
SONNET = Writer("anthropic", "claude-sonnet-5-5")
GOOGLES = Writer("gemini", spec_of("gemini").default_model)
NO_KEYS = {"anthropic_api_key": "", "gemini_api_key": "", "openai_api_key": ""}


@pytest.fixture
def keys(settings):
    def set_them(**keys: str) -> None:
        settings.ENV = replace(settings.ENV, **(NO_KEYS | keys))

    set_them()
    return set_them


def test_without_any_key_the_demo_does_everything(keys):
    assert everybody_named(Values({})) == (DEMO,)


@pytest.mark.parametrize(
    ("given", "role", "chosen"),
    [
        ({"anthropic_api_key": "k"}, Role.WRITER, SONNET),
        ({"anthropic_api_key": "k"}, Role.STRATEGIST, SONNET),
        ({"anthropic_api_key": "k"}, Role.ILLUSTRATOR, DEMO),
        ({"gemini_api_key": "k"}, Role.WRITER, DEMO),
        ({"gemini_api_key": "k"}, Role.STRATEGIST, GOOGLES),
    ],
)
def test_a_blank_setting_goes_by_the_keys(keys, given, role, chosen):
    keys(**given)

    assert choose_writer(Values({}), role) == chosen


@pytest.mark.parametrize("name", ["anthropic", "gemini", "openai", "demo"])
def test_any_role_that_writes_takes_any_service_that_does(keys, name):
    usual = spec_of(name).default_model

    for setting, role in ((WRITER_PROVIDER, Role.WRITER), (STRATEGIST_PROVIDER, Role.STRATEGIST)):
        assert choose_writer(Values({setting.key: name}), role) == Writer(name, usual)


def test_a_strategist_who_is_the_writer_is_asked_for_the_writers_model(keys):
    named = {WRITER_PROVIDER.key: "anthropic", WRITER_MODEL.key: "claude-haiku-5-5"}

    assert choose_writer(Values(named), Role.STRATEGIST) == Writer("anthropic", "claude-haiku-5-5")
    named |= {STRATEGIST_PROVIDER.key: "anthropic", STRATEGIST_MODEL.key: "claude-opus-5-5"}
    assert choose_writer(Values(named), Role.STRATEGIST) == Writer("anthropic", "claude-opus-5-5")


def test_a_model_that_is_named_is_asked_and_one_of_another_service_is_not(keys):
    drawn_by = {ILLUSTRATOR_PROVIDER.key: "demo", ILLUSTRATOR_MODEL.key: "x"}

    assert choose_writer(Values(drawn_by), Role.ILLUSTRATOR) == DEMO
    planned_by = {STRATEGIST_PROVIDER.key: "gemini", STRATEGIST_MODEL.key: "claude-opus-5-5"}
    assert choose_writer(Values(planned_by), Role.STRATEGIST) == GOOGLES


@pytest.mark.parametrize(
    ("named", "writes", "draws"),
    [
        ("gpt-6-sol", "gpt-6-sol", spec_of("openai").picture_model),
        ("gpt-image-2-2026-04-21", spec_of("openai").default_model, "gpt-image-2-2026-04-21"),
        ("made-at-home", "made-at-home", "made-at-home"),
    ],
)
def test_a_model_for_words_is_asked_for_no_picture_nor_the_other_way_round(keys, named, writes, draws):
    values = Values(
        {
            WRITER_PROVIDER.key: "openai",
            WRITER_MODEL.key: named,
            ILLUSTRATOR_PROVIDER.key: "openai",
            ILLUSTRATOR_MODEL.key: named,
        }
    )

    assert choose_writer(values, Role.WRITER) == Writer("openai", writes)
    assert choose_writer(values, Role.ILLUSTRATOR) == Writer("openai", draws)


def test_an_illustrator_is_one_that_is_named_for_nothing_else(keys):
    keys(openai_api_key="k")
    painter = Writer("openai", spec_of("openai").picture_model)

    assert roles_named(Values({})) == {DEMO: Role.WRITER, painter: Role.ILLUSTRATOR}
    keys()
    assert roles_named(Values({})) == {DEMO: Role.WRITER}


def test_whoever_steps_in_writes_and_plans_but_does_not_draw(keys):
    values = Values({WRITER_PROVIDER.key: "anthropic", FALLBACK_WRITERS.key: "demo"})
    down = failures.SERVICE_ERROR.error(status=500)

    assert writers_in_order(values, Role.STRATEGIST) == (SONNET, DEMO)
    assert writers_in_order(values, Role.ILLUSTRATOR) == (DEMO,)
    assert who_steps_in(down, SONNET, values, Role.STRATEGIST).writer == DEMO
    assert who_steps_in(down, DEMO, values, Role.ILLUSTRATOR) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "chosen"), [(Role.WRITER, SONNET), (Role.ILLUSTRATOR, DEMO)])
def test_a_task_is_done_by_whoever_has_its_role(keys, role, chosen):
    keys(anthropic_api_key="k")
    task = task_at(start_running(make_funnel()), 1)
    GenerationTask.objects.filter(pk=task.pk).update(role=role)

    assert choose_writer_of(task.pk, store.read_all()) == chosen
