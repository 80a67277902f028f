from generation.blueprints import get_blueprint
from generation.blueprints.page import BLUEPRINT
from generation.blueprints.page.components import PAGE_TYPES
from tests.support.demo_page import page_inputs


def test_the_page_is_found_by_its_key() -> None:
    assert get_blueprint("page") is BLUEPRINT


def test_a_page_is_one_task_called_by_its_type() -> None:
    for key, kind in PAGE_TYPES.items():
        [task] = BLUEPRINT.tasks(page_inputs(page_type=key))
        assert (task.key, task.title, task.needs) == ("page", kind.title, ())


def test_a_page_needs_no_more_of_a_brief_than_its_core() -> None:
    brief = {
        "topic": "Mugs",
        "audience": "People with one mug",
        "pain_points": ["It is always in the sink"],
        "promise": "Drink out of a clean mug",
        "author": "Mug House",
    }

    assert BLUEPRINT.check_brief(brief, "en") == {}


def test_the_sections_follow_the_type_of_the_page() -> None:
    inputs = page_inputs(page_type="landing")
    [task] = BLUEPRINT.tasks(inputs)

    specs = task.sections({}, inputs, (), language="en")

    assert [spec.key for spec in specs] == [each.key for each in PAGE_TYPES["landing"].components]
    assert [spec.key for spec in specs if spec.button] == ["intro", "next_step"]


def test_the_limits_are_the_range_of_the_craft_with_a_margin() -> None:
    inputs = page_inputs()
    specs = {spec.key: spec for spec in BLUEPRINT.tasks(inputs)[0].sections({}, inputs, (), language="en")}

    assert specs["intro"].words == (80, 140)
    assert (specs["intro"].min_words, specs["intro"].max_words) == (50, 210)
    assert specs["meta"].min_words == 0
