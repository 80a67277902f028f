from generation.blueprints import get_blueprint
from generation.blueprints.launch import BLUEPRINT, TASKS
from generation.engine.verbs.new_jobs import problems_of
from tests.support.briefs import brief
from tests.support.demo_launch import launch_inputs

PAGES = ("enrolment_pages", "watch_pages", "registration_pages")


def test_a_launch_is_seven_tasks_in_a_fixed_order() -> None:
    assert [task.key for task in BLUEPRINT.tasks({})] == [
        "marketing_profile",
        "offer",
        "deck",
        "enrolment_pages",
        "watch_pages",
        "registration_pages",
        "follow_up",
    ]


def test_the_launch_is_found_by_its_key() -> None:
    assert get_blueprint("launch") is BLUEPRINT


def test_everything_follows_profile_and_offer() -> None:
    needs = {task.key: set(task.needs) for task in TASKS}

    assert needs.pop("marketing_profile") == set()
    assert needs.pop("offer") == {"marketing_profile"}
    assert all({"marketing_profile", "offer"} <= names for names in needs.values())


def test_what_tells_of_the_talk_reads_the_deck_and_the_other_pages_do_not_wait_for_it() -> None:
    assert {task.key for task in TASKS if "deck" in task.needs} == {"watch_pages", "follow_up"}


def test_the_messages_read_the_pages_they_lead_to() -> None:
    assert set(PAGES) < set(BLUEPRINT.task("follow_up", {}).needs)


def test_what_does_not_depend_on_a_failed_task_goes_on() -> None:
    assert BLUEPRINT.continue_on_failure


def test_every_prompt_file_is_used_and_there() -> None:
    there = {path.name for path in BLUEPRINT.prompts.glob("*.md")}
    shared = {"system.md", "brief.md", "event.md", "pieces.md"}

    assert {task.prompt for task in TASKS} == there - shared


def test_a_brief_that_describes_no_products_is_enough_where_the_inputs_say_what_is_sold() -> None:
    core = {name: value for name, value in brief().items() if name != "products"}
    sold = launch_inputs(offer_name="Inbox course", price="49", url="shop.example/course")

    assert problems_of(BLUEPRINT, core, "en", sold) == {}


def test_where_neither_says_what_is_sold_a_run_is_not_begun() -> None:
    core = {name: value for name, value in brief().items() if name != "products"}

    assert problems_of(BLUEPRINT, core, "en", launch_inputs()) == {
        "inputs.offer_name": "Name what is sold; the brief has no front-end product to take it from.",
        "inputs.price": "Write its price, such as 17.00; the brief has none for it.",
        "inputs.url": "Write where it is bought, such as example.com/buy; the brief does not say.",
    }


def test_what_is_wrong_by_itself_is_told_before_what_does_not_go_together() -> None:
    problems = problems_of(BLUEPRINT, {}, "en", {})

    assert set(problems) > {"brief.topic", "inputs.watch_url", "inputs.registration_url"}
    assert "inputs.offer_name" not in problems
