"""The kind of docs/how-to/add-a-blueprint.md works as it stands there: one folder and one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.new_kind import LIST, copy_with_the_kind, files_of_page, lines_of_page
from tests.support.processes import Processes

FOLDER = "generation/blueprints/press_kit/"


def test_it_is_one_folder_and_one_line() -> None:
    assert all(path.startswith(FOLDER) for path in files_of_page())
    assert [line for line in lines_of_page() if line[0] in "+-"] == ['+    "press_kit",']


def test_the_line_goes_where_the_page_says(tmp_path: Path) -> None:
    copy = copy_with_the_kind(tmp_path)

    assert '    "press_kit",\n)\n' in (copy / LIST).read_text()


@pytest.fixture
def seen(processes: Processes, tmp_path: Path) -> dict[str, Any]:
    """What a process that knows the kind has seen of it: its form, its job, its text, the API."""
    from tests.support.funnels import make_funnel

    make_funnel()
    folder = str(copy_with_the_kind(tmp_path / "copy"))
    env = {"ALLOWED_HOSTS": "testserver"}
    process = processes.run("newcomer", "-m", "tests.support.new_kind_run", folder, env=env)
    assert process.wait(seconds=60) == 0, process.output
    found: dict[str, Any] = json.loads(process.output.splitlines()[-1])
    return found


def test_it_is_started_written_read_and_listed_without_another_change(seen: dict[str, Any]) -> None:
    inputs = {"outlet": "Mornings", "stories": 2, "facts": "Founded in Lisbon."}

    assert seen["job"] == ["press_kit", "Mornings", "completed", inputs]
    assert seen["tasks"] == [["about", "completed", ""], ["stories", "completed", ""]]
    assert seen["fields"] == ["in-outlet", "in-stories", "in-facts", "file-facts"]
    assert seen["wrong"] == ["Choose 1 to 5 stories."]
    assert "Who we are" in seen["headings"]
    (listed,) = seen["listed"]
    assert (listed["title"], [task["key"] for task in listed["tasks"]]) == ("Press kit", ["about", "stories"])
