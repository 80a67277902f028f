"""What every kind of output reads of a brief: what it is about, whom it is for, and who speaks.

A funnel's brief says more; kinds that do not need it leave the rest unread.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from generation.blueprints.check import problems_with, shown
from generation.blueprints.fields import Currency, Line, Text
from generation.languages import LANGUAGES

# A field's description is also the sentence its owner reads when the field is missing or wrong.


class Part(BaseModel):
    """A piece of a brief or of a run's inputs: it takes the fields it declares and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Core(Part):
    topic: Text = Field(description="Say what the funnel is about, in up to 1,000 characters.")
    audience: Text = Field(description="Say whom it is for, in up to 1,000 characters.")
    pain_points: tuple[Line, ...] = Field(
        min_length=1,
        max_length=10,
        description="Name 1 to 10 things that trouble the audience, each in up to 300 characters.",
    )
    promise: Text = Field(description="Say what the audience will be able to do, in up to 1,000 characters.")
    author: Line = Field(description="Say who publishes it, in up to 300 characters.")
    brand_voice: Text | None = Field(
        default=None,
        description="Describe the voice to write in, in up to 1,000 characters, or leave it out.",
    )
    keywords: tuple[Line, ...] = Field(
        default=(), max_length=20, description="Give up to 20 keywords, each in up to 300 characters."
    )
    currency: Currency = Field(default="USD", description="Write a currency code such as USD or EUR.")


class CoreAlone(Core):
    """The core of a brief that may say more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


CORE_SCHEMA: Mapping[str, Any] = CoreAlone.model_json_schema()


def read_core(brief: Mapping[str, Any]) -> CoreAlone:
    """Return the core of the brief; raises pydantic's ValidationError where `check_core` finds something."""
    return CoreAlone.model_validate(dict(brief))


def check_core(brief: Mapping[str, Any], language: str) -> Mapping[str, str]:
    """Return a sentence for each field of the core that is missing or wrong, by its path; never raises."""
    return {**problems_with(CoreAlone, brief, called="brief"), **check_language(language)}


def check_language(language: str) -> Mapping[str, str]:
    """Return a sentence under `language` where it is none that we write."""
    return {} if str(language) in LANGUAGES else {"language": f"Unsupported language: {shown(language)[:20]}"}
