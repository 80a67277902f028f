"""What the engine relies on in every blueprint; a new one in BLUEPRINTS is covered at once."""

import re

import pytest

from generation.blueprints import BLUEPRINTS, get_blueprint
from generation.blueprints.called import OWN
from generation.blueprints.shapes import shapes_of
from generation.engine.batches.columns import columns_of
from generation.models import Section

KINDS = [blueprint.key for blueprint in BLUEPRINTS]
GROWS = "\ufb2c"  # a letter that is three where it is composed


def tasks_of(kind: str):
    """Return the tasks of a job without inputs."""
    return get_blueprint(kind).tasks({})


def test_every_kind_has_a_name_of_its_own():
    assert len(set(KINDS)) == len(KINDS)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,49}", kind) for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_task_has_a_key_of_its_own(kind):
    keys = [task.key for task in tasks_of(kind)]

    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,99}", key) for key in keys)


@pytest.mark.parametrize("kind", KINDS)
def test_a_task_needs_only_tasks_before_it(kind):
    before: set[str] = set()
    for task in tasks_of(kind):
        assert before.issuperset(task.needs), f"{task.key} needs a task that comes later"
        before.add(task.key)


@pytest.mark.parametrize("kind", KINDS)
def test_a_lane_that_has_begun_never_waits_for_another(kind):
    """A lane is sent as one chain once its first task can run, so later ones may need nothing more."""
    ready: dict[str, set[str]] = {}
    for task in tasks_of(kind):
        available = ready.setdefault(task.lane, set(task.needs))
        assert available.issuperset(task.needs), f"{task.key} waits for what its lane did not wait for"
        available.add(task.key)


@pytest.mark.parametrize("kind", KINDS)
def test_every_task_has_its_prompt(kind):
    folder = get_blueprint(kind).prompts

    for name in {"system.md", "brief.md", *(task.prompt for task in tasks_of(kind))}:
        assert (folder / name).is_file(), name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("brief", [{}, {"topic": None}, {"products": []}])
def test_half_a_brief_is_answered_with_sentences(kind, brief):
    problems = get_blueprint(kind).check_brief(brief, "en")

    assert problems
    assert all(sentence.strip() for sentence in problems.values())
    assert get_blueprint(kind).products(brief, "en") == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_many_has_columns_for_the_brief(kind):
    names = [column.name for column in columns_of(get_blueprint(kind))]

    assert len(set(names)) == len(names)
    assert any(name.startswith("brief.") for name in names)


@pytest.mark.parametrize("letter", ["x", GROWS])
@pytest.mark.parametrize("kind", KINDS)
def test_the_subject_fits_its_column(kind, letter):
    column, subject = Section._meta.get_field("subject"), get_blueprint(kind).subject

    assert len(subject({})) <= column.max_length
    assert len(subject(longest_inputs(kind, letter))) <= column.max_length


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != OWN])
def test_of_many_runs_beside_a_funnel_the_subject_tells_which_it_is(kind):
    assert get_blueprint(kind).subject(longest_inputs(kind, "x"))


def longest_inputs(kind, letter):
    """Return good inputs of that kind, each text as long as it may be; where that is none, the example's."""
    blueprint = get_blueprint(kind)
    (example,) = blueprint.inputs_schema.get("examples", [{}])
    texts = [shape for shape in shapes_of(blueprint.inputs_schema) if shape.holds == "text" and shape.longest]
    longest = {shape.path: str(example.get(shape.path, "")).ljust(shape.longest, letter) for shape in texts}
    wrong = blueprint.check_inputs({**example, **longest})
    return {**example, **{name: text for name, text in longest.items() if name not in wrong}}
