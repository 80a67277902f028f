from functools import cache

from generation.blueprints import get_blueprint
from generation.blueprints.funnel import BLUEPRINT, TASKS

LANES = 5


def test_a_funnel_is_14_tasks_in_a_fixed_order() -> None:
    assert [task.key for task in BLUEPRINT.tasks({})] == [
        "lead_magnet_part_1",
        "lead_magnet_part_2",
        "front_end_part_1",
        "front_end_part_2",
        "bump_full",
        "upsell_1_part_1",
        "upsell_1_part_2",
        "upsell_2_part_1",
        "upsell_2_part_2",
        "all_tldrs",
        "marketplace_batch_1",
        "marketplace_batch_2",
        "all_emails",
        "bundle_listing",
    ]


def test_the_funnel_is_found_by_its_key() -> None:
    assert get_blueprint("funnel") is BLUEPRINT


def test_the_tasks_stand_in_two_groups() -> None:
    groups = [task.group for task in TASKS]

    assert groups == ["Product content"] * 9 + ["Marketing materials"] * 5


def test_titles_tell_the_tasks_apart() -> None:
    assert len({task.title for task in TASKS}) == 14


def test_every_part_2_reads_its_part_1() -> None:
    for task in TASKS:
        if task.key.endswith("_part_2"):
            assert task.key.replace("_part_2", "_part_1") in task.needs


def test_upsells_read_the_front_end_whose_chapters_they_must_not_repeat() -> None:
    assert all("front_end_part_1" in task.needs for task in TASKS if task.product.startswith("upsell"))


def test_marketing_reads_all_parts_of_the_products_it_describes() -> None:
    needs = {task.key: set(task.needs) for task in TASKS}
    products = {task.key for task in TASKS if task.product}

    def parts_of(*names: str) -> set[str]:
        return {task.key for task in TASKS if task.product in names}

    assert needs["all_tldrs"] == needs["bundle_listing"] == products
    assert needs["marketplace_batch_1"] == parts_of("lead_magnet", "front_end", "bump")
    assert needs["marketplace_batch_2"] == parts_of("upsell_1", "upsell_2")
    assert needs["all_emails"] == parts_of("lead_magnet", "front_end")


def test_a_task_needs_only_tasks_before_it_in_their_order() -> None:
    keys = [task.key for task in TASKS]

    for position, task in enumerate(TASKS):
        places = [keys.index(need) for need in task.needs]
        assert places == sorted(places)
        assert all(place < position for place in places)


def test_five_lanes_write_a_funnel_in_the_time_of_at_most_five_calls() -> None:
    needs = {task.key: task.needs for task in TASKS}

    @cache
    def calls_in_a_row(key: str) -> int:
        return 1 + max((calls_in_a_row(need) for need in needs[key]), default=0)

    assert max(calls_in_a_row(task.key) for task in TASKS) <= 5
    assert _rounds(LANES) <= 5


def _rounds(lanes: int) -> int:
    """Return how many rounds it takes when each round runs the next ready task of up to that many lanes."""
    done: set[str] = set()
    rounds = 0
    while len(done) < len(TASKS):
        ready = [task for task in TASKS if task.key not in done and set(task.needs) <= done]
        next_of_lane = {task.lane: task.key for task in reversed(ready)}
        done |= set(list(reversed(next_of_lane.values()))[:lanes])
        rounds += 1
    return rounds


def test_every_prompt_file_is_used_and_there() -> None:
    there = {path.name for path in BLUEPRINT.prompts.glob("*.md")}
    shared = {"system.md", "brief.md", "product.md", "pieces.md", "contents.md"}

    assert {task.prompt for task in TASKS} == there - shared


def test_a_funnel_takes_no_inputs() -> None:
    assert BLUEPRINT.check_inputs({}) == {}
    assert list(BLUEPRINT.check_inputs({"topic": "cats"})) == ["topic"]
