"""What a carousel is asked for besides the brief: its topic, where it is shown, and how it looks."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from generation.blueprints.check import problems_with
from generation.blueprints.core import Part
from generation.blueprints.fields import LONG, Line, LongText, Url
from generation.pictures.colours import read_colour
from generation.pictures.platforms import PLATFORMS, USUAL, Platform

FEWEST_SLIDES, USUAL_SLIDES, MOST_SLIDES = 3, 7, 10
"""Few enough that somebody swipes to the last, and that the pictures, each of which costs, can be paid."""


def _colour(value: str) -> str:
    read_colour(value)
    return value.strip().upper()


Colour = Annotated[str, Field(max_length=20), AfterValidator(_colour)]
# It stands in a caption, and the shortest of them have 350 characters.
ShortUrl = Annotated[Url, Field(max_length=200)]


class CarouselInputs(Part):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"topic": "Habits for a calm morning", "platform": "linkedin", "slides": 5}]
        }
    )

    topic: Line = Field(description="Say what the carousel is about, in up to 300 characters.")
    platform: Literal["instagram", "square", "linkedin", "pinterest", "story"] = Field(
        default=USUAL,
        description=f"Choose where it is shown: {', '.join(PLATFORMS)}.",
        json_schema_extra={"x-titles": {key: platform.title for key, platform in PLATFORMS.items()}},
    )
    slides: int = Field(
        default=USUAL_SLIDES,
        strict=True,
        ge=FEWEST_SLIDES,
        le=MOST_SLIDES,
        title="Number of slides",
        description=f"Choose {FEWEST_SLIDES} to {MOST_SLIDES} slides; each is a picture, which costs.",
    )
    goal: Line | None = Field(
        default=None,
        title="What readers should do",
        description="Say what readers should do at the end, in up to 300 characters; left out, they are "
        "asked to save the post.",
    )
    url: ShortUrl | None = Field(
        default=None,
        title="Address it leads to",
        description="Give the address readers should go to, in up to 200 characters, or leave it out.",
    )
    background: Colour | None = Field(
        default=None,
        title="Colour of the ground",
        description="Write a colour such as #111116, or leave it out for our dark one.",
    )
    text: Colour | None = Field(
        default=None,
        title="Colour of the words",
        description="Write a colour such as #ECECF1, or leave it out; where it could not be read, another is "
        "taken.",
    )
    accent: Colour | None = Field(
        default=None,
        title="Colour of the accent",
        description="Write a colour such as #A9A4FF, or leave it out for our violet.",
    )
    font: Literal["sans", "serif"] = Field(
        default="sans",
        description="Choose the typeface: sans or serif.",
        json_schema_extra={"x-titles": {"sans": "Without serifs", "serif": "With serifs"}},
    )
    notes: LongText | None = Field(
        default=None,
        description="Add what the writer should know, in up to 60,000 characters, or leave it out.",
        json_schema_extra=LONG,
    )

    @property
    def shown_on(self) -> Platform:
        return PLATFORMS[self.platform]


INPUTS_SCHEMA: Mapping[str, Any] = CarouselInputs.model_json_schema()

_NOT_YET_SAID = CarouselInputs.model_construct(topic="", slides=MOST_SLIDES)


def read_inputs(inputs: Mapping[str, Any]) -> CarouselInputs:
    """Return the inputs as a value; as large a carousel as there can be where `check_inputs` finds something.

    A run is planned, to tell what it would take, before anybody has filled anything in.
    """
    try:
        return CarouselInputs.model_validate(dict(inputs))
    except ValidationError:
        return _NOT_YET_SAID


def check_inputs(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a sentence for each field that is missing or wrong, by its path; never raises."""
    return problems_with(CarouselInputs, inputs, called="inputs")


def number_of_slides(inputs: Mapping[str, Any]) -> int:
    """Return how many slides there are to be, whatever else of the inputs is not there yet."""
    if not inputs:
        return MOST_SLIDES
    given = inputs.get("slides", USUAL_SLIDES)
    fits = isinstance(given, int) and FEWEST_SLIDES <= given <= MOST_SLIDES
    return given if fits else MOST_SLIDES


def subject(inputs: Mapping[str, Any]) -> str:
    """Return the topic and the platform: one topic may be shown on several; "" where there is no topic."""
    topic = " ".join(unicodedata.normalize("NFC", str(inputs.get("topic") or "")).split())[:300]
    platform = PLATFORMS.get(str(inputs.get("platform") or USUAL))
    return f"{topic} ({platform.name})" if topic and platform else topic
