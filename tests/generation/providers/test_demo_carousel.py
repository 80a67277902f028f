"""What the demo writer writes: whole carousels, measured by the pipeline's own rules."""

from functools import cache
from typing import Any

import pytest

from generation.pictures.platforms import PLATFORMS
from generation.pipeline.draft import FinishedSection
from generation.pipeline.prompts import make_picture_call
from tests.support.demo_carousel import Carousel, as_written, carousel_draft, carousel_inputs, write_words

every_platform = pytest.mark.parametrize("platform", PLATFORMS)


@cache
def written(platform: str = "instagram") -> Carousel:
    return write_words(carousel_inputs(platform=platform))


def slides_of(carousel: Carousel) -> list[FinishedSection]:
    return [section for section in carousel["slides"] if section.spec.kind == "carousel_slide"]


def advice_on(carousel: Carousel) -> list[tuple[str, str]]:
    sections = (section for part in carousel.values() for section in part)
    return [(section.spec.key, advice.message) for section in sections for advice in section.advice]


@every_platform
def test_a_carousel_passes_the_contract_and_leaves_nothing_to_advise(platform: str) -> None:
    assert advice_on(written(platform)) == []


@pytest.mark.parametrize("slides", range(3, 11))
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"goal": None, "url": None},
        {"topic": "Why your sourdough never rises and what the fridge has to do with it, in plain words"},
        {"goal": "Write to us with the one question about your week that nobody has yet answered for you"},
    ],
    ids=["sample", "no_goal", "long_topic", "long_goal"],
)
def test_every_length_and_every_goal_is_written_well(slides: int, changes: dict[str, Any]) -> None:
    inputs = {name: value for name, value in carousel_inputs(slides=slides, **changes).items() if value}

    carousel = write_words(inputs)

    assert len(slides_of(carousel)) == slides
    assert advice_on(carousel) == []


def test_no_two_slides_say_or_show_the_same() -> None:
    slides = slides_of(write_words(carousel_inputs(slides=10)))

    assert len({slide.fields["headline"] for slide in slides}) == 10
    assert len({slide.fields["scene"] for slide in slides}) == 10


def test_the_last_slide_and_the_caption_lead_where_their_owner_wants() -> None:
    *_, last = slides_of(written())
    *_, caption = written()["slides"]

    assert last.fields["headline"] == "Take the free checklist"
    assert "https://harbourdesk.example/40-minute-inbox" in caption.body


def test_an_illustrator_is_told_the_scene_and_the_look_of_all() -> None:
    sections = written()
    earlier = tuple(as_written(key, part) for key, part in sections.items())
    draft = carousel_draft("picture_2", carousel_inputs(), earlier=earlier, note="Rather at night.")
    (spec,) = draft.task.sections(draft.brief, draft.inputs, earlier, language="en")

    call = make_picture_call(draft, spec)

    look = next(section.body for section in sections["strategy"] if section.spec.key == "look")
    assert call.prompt.startswith(slides_of(sections)[1].fields["scene"])
    assert look in call.prompt
    assert "Rather at night." in call.prompt
    assert "No text, no letters" in call.prompt
    assert call.size == PLATFORMS["instagram"].picture


def test_a_wish_of_a_person_changes_the_words() -> None:
    changed = write_words(note="Warmer, please.")

    assert [slide.body for slide in slides_of(changed)] != [slide.body for slide in slides_of(written())]
