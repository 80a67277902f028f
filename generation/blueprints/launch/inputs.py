"""What a launch wants to know besides the brief: the event, its addresses, and what is sold."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from generation.blueprints.check import problems_with
from generation.blueprints.core import Part
from generation.blueprints.fields import LONG, LongText, Name, Price, Title, Url

FEWEST_SLIDES, USUAL_SLIDES, MOST_SLIDES = 25, 30, 40

# A field's description is also the sentence its owner reads when the field is missing or wrong.


class LaunchInputs(Part):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "registration_url": "https://shop.example/register",
                    "watch_url": "https://shop.example/watch",
                    "event": "An hour that changes the week",
                    "offer_name": "The Whole Course",
                    "price": "49.00",
                    "url": "https://shop.example/course",
                }
            ]
        }
    )

    registration_url: Url = Field(
        title="Address of the registration",
        description="Write where people register, such as example.com/register.",
    )
    watch_url: Url = Field(
        title="Address of the event",
        description="Write where the event and its replay are watched, such as example.com/watch.",
    )
    event: Title | None = Field(
        default=None,
        title="Name of the event",
        description="Name the webinar or presentation, in up to 120 characters; "
        "left out, it is called the presentation.",
    )
    date: Title | None = Field(
        default=None,
        description="Say when it takes place, as your readers should read it, in up to 120 characters; "
        "left out, no date is named.",
    )
    offer_name: Name | None = Field(
        default=None,
        title="What is sold",
        description="Name what is sold, in up to 80 characters; left out, it is the front-end product.",
    )
    price: Price | None = Field(
        default=None,
        description="Write its price, such as 17.00; left out, it is the front-end product's.",
    )
    url: Url | None = Field(
        default=None,
        title="Address where it is bought",
        description="Write the address where it is bought, such as example.com/buy; "
        "left out, it is the front-end product's.",
    )
    access_url: Url | None = Field(
        default=None,
        title="Address where buyers open it",
        description="Write where a buyer opens what was bought, such as example.com/library; "
        "left out, the thank-you page leads to where it is bought.",
    )
    bonuses: tuple[Title, ...] = Field(
        default=(),
        max_length=8,
        description="Name up to 8 things that come with it, each in up to 120 characters.",
    )
    slides: int = Field(
        default=USUAL_SLIDES,
        ge=FEWEST_SLIDES,
        le=MOST_SLIDES,
        title="Number of slides",
        description=f"Choose {FEWEST_SLIDES} to {MOST_SLIDES} slides.",
    )
    notes: LongText | None = Field(
        default=None,
        description="Add what the writer should know of the event, in up to 60,000 characters.",
        json_schema_extra=LONG,
    )


INPUTS_SCHEMA: Mapping[str, Any] = LaunchInputs.model_json_schema()

_NOT_YET_SAID = LaunchInputs.model_construct(registration_url="", watch_url="")


def read_inputs(inputs: Mapping[str, Any]) -> LaunchInputs:
    """Return the inputs as a value; without addresses where `check_inputs` would find something.

    A run is planned, to tell what it would take, before anybody has filled anything in.
    """
    try:
        return LaunchInputs.model_validate(dict(inputs))
    except ValidationError:
        return _NOT_YET_SAID


def check_inputs(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a sentence for each field that is missing or wrong, by its path; never raises."""
    return problems_with(LaunchInputs, inputs, called="inputs")


def subject(inputs: Mapping[str, Any]) -> str:
    """Return the name of the event, however it was typed; "" where it has none, as one launch may."""
    return " ".join(unicodedata.normalize("NFC", str(inputs.get("event") or "")).split())
