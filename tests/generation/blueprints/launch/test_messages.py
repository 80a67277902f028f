from typing import Any

from generation.blueprints.base import SectionSpec
from generation.blueprints.launch import BLUEPRINT
from generation.blueprints.launch.messages import MESSAGES
from tests.support.briefs import brief
from tests.support.demo_launch import WATCH, launch_inputs

SOLD = "https://harbourdesk.example/handbook"


def planned(**inputs: Any) -> tuple[SectionSpec, ...]:
    task = BLUEPRINT.task("follow_up", {})
    return task.sections(brief(), launch_inputs(**inputs), (), language="en")


def test_seven_mails_and_three_short_messages_stand_in_the_order_in_which_they_go_out() -> None:
    kinds = [spec.kind for spec in planned()]

    assert (kinds.count("timed_email"), kinds.count("short_message")) == (7, 3)
    assert [spec.key for spec in planned()] == [message.key for message in MESSAGES]


def test_a_message_has_one_link_and_never_both() -> None:
    links = [[text for text in spec.include if "://" in text] for spec in planned()]

    assert [link for (link,) in links] == [SOLD if message.sells else WATCH for message in MESSAGES]


def test_a_short_message_is_short() -> None:
    assert {spec.max_chars for spec in planned() if spec.kind == "short_message"} == {320}


def test_a_long_address_leaves_a_short_message_room_for_its_words() -> None:
    url = "https://example.com/" + "x" * 270

    limits = [spec.max_chars or 0 for spec in planned(watch_url=url) if url in spec.include]
    assert min(limit for limit in limits if limit) >= len(url) + 200
