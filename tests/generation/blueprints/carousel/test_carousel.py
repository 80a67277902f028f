from generation.blueprints.carousel import BLUEPRINT
from generation.states import Role
from tests.support.demo_carousel import carousel_inputs

THREE = carousel_inputs(slides=3)


def test_there_is_a_picture_for_each_slide_and_each_has_a_lane_of_its_own() -> None:
    strategy, slides, *pictures = BLUEPRINT.tasks(THREE)

    assert [task.key for task in (strategy, slides)] == ["strategy", "slides"]
    assert [task.key for task in pictures] == ["picture_1", "picture_2", "picture_3"]
    assert len({task.lane for task in pictures}) == 3
    assert {task.needs for task in pictures} == {("strategy", "slides")}


def test_a_strategist_plans_a_writer_writes_and_an_illustrator_draws() -> None:
    roles = [task.role for task in BLUEPRINT.tasks(THREE)]

    assert roles == [Role.STRATEGIST, Role.WRITER, *[Role.ILLUSTRATOR] * 3]


def test_one_picture_that_fails_leaves_the_others() -> None:
    assert BLUEPRINT.continue_on_failure
