"""The kinds of output, and of sections, over the API."""

import pytest

from generation.blueprints import BLUEPRINTS
from generation.blueprints.kinds import SECTION_KINDS


@pytest.fixture
def listed(api) -> dict[str, dict]:
    return {kind["key"]: kind for kind in api.get("/api/blueprints/").json()["results"]}


def test_all_kinds_are_listed_with_what_they_are_called_and_hold(listed):
    assert [*listed] == [kind.key for kind in BLUEPRINTS]
    assert all(kind["title"] and kind["noun"] and kind["about"] for kind in listed.values())


def test_a_kind_says_what_it_writes_and_what_it_asks_for(listed):
    funnel, documents = listed["funnel"], listed["documents"]

    assert len(funnel["tasks"]) == 14
    assert funnel["inputs_schema"]["additionalProperties"] is False
    chosen_from = documents["inputs_schema"]["properties"]["documents"]["items"]["enum"]
    assert [task["key"] for task in documents["tasks"]] == chosen_from


def test_the_kinds_of_sections_are_listed_with_their_named_lines(api):
    kinds = {kind["kind"]: kind for kind in api.get("/api/section-kinds/").json()["results"]}

    assert [*kinds] == [*SECTION_KINDS]
    assert kinds["slide"]["may_lack_text"] is True
    assert kinds["slide"]["lines"][1] == {
        "key": "notes",
        "name": "Notes",
        "most_characters": 1200,
        "is_list": False,
        "below": True,
    }
