import pytest

from generation.blueprints.kinds import SECTION_KINDS
from generation.blueprints.page import BLUEPRINT
from generation.blueprints.page.components import PAGE_TYPES, PageType
from generation.blueprints.page.inputs import PageInputs

every_type = pytest.mark.parametrize("kind", PAGE_TYPES.values(), ids=list(PAGE_TYPES))


@every_type
def test_a_whole_page_is_600_to_1100_words(kind: PageType) -> None:
    assert sum(component.words[0] for component in kind.components) >= 600
    assert sum(component.words[1] for component in kind.components) <= 1100


@every_type
def test_a_page_begins_with_its_lines_for_search_engines_and_its_one_main_heading(kind: PageType) -> None:
    kinds = [component.kind for component in kind.components]

    assert kinds[:2] == ["meta", "hero"]
    assert kinds.count("hero") == kinds.count("meta") == 1
    assert [component.role for component in kind.components].count("opening") == 1


@every_type
def test_a_page_answers_questions(kind: PageType) -> None:
    [faq] = [component for component in kind.components if component.kind == "faq"]

    assert faq.questions
    assert faq.role == "answers"


@every_type
def test_every_component_has_a_key_of_its_own_and_a_kind_there_is(kind: PageType) -> None:
    keys = [component.key for component in kind.components]

    assert len(set(keys)) == len(keys)
    assert all(component.kind in SECTION_KINDS for component in kind.components)


def test_every_type_can_be_asked_for_and_has_its_prompt() -> None:
    schema = PageInputs.model_json_schema()["properties"]["page_type"]

    assert schema["enum"] == list(PAGE_TYPES)
    assert schema["x-titles"].keys() == PAGE_TYPES.keys()
    assert all((BLUEPRINT.prompts / f"{key}.md").is_file() for key in PAGE_TYPES)


def test_categories_are_compared_in_a_table() -> None:
    [comparison] = [each for each in PAGE_TYPES["category"].components if each.key == "comparison"]

    assert comparison.marks == ("table",)
