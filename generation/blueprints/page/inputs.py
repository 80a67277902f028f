"""What a page is asked for besides the brief: where it stands, its keywords, and what is known of it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from generation.blueprints.base import Demand
from generation.blueprints.check import problems_with
from generation.blueprints.core import Part
from generation.blueprints.fields import LONG, LongText, Name, Text, Url
from generation.blueprints.page.addresses import same_page
from generation.blueprints.page.components import CATEGORY, PAGE_TYPES, PageType

_MOST = 1_000_000_000


def _each_once(keywords: tuple[str, ...]) -> tuple[str, ...]:
    if len({keyword.casefold() for keyword in keywords}) < len(keywords):
        raise ValueError("Name each keyword once.")
    return keywords


def _by_itself(keyword: str) -> str:
    if "," in keyword:  # several in one line would be written of as one
        raise ValueError("Give each keyword by itself, without a comma.")
    return keyword


# A keyword has to find room in a title of 60 characters.
Keyword = Annotated[Name, Field(max_length=50), AfterValidator(_by_itself)]
# Composed it may be longer than the 300 characters it is typed in, and it has to find room as a subject.
PageUrl = Annotated[
    Url, AfterValidator(same_page), Field(max_length=500, json_schema_extra={"maxLength": 300})
]
Count = Annotated[int, Field(strict=True, ge=0, le=_MOST)]


class PageInputs(Part):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "page_type": "landing",
                    "url": "https://shop.example/course",
                    "keywords": ["course for beginners", "learn it in a week"],
                    "monthly_searches": 1200,
                }
            ]
        }
    )

    page_type: Literal["category", "product", "landing", "blog"] = Field(
        description="Choose the type of the page: category, product, landing or blog.",
        json_schema_extra={"x-titles": {kind.key: kind.title for kind in PAGE_TYPES.values()}},
    )
    url: PageUrl = Field(
        title="Address of the page",
        description="Give the address the page has or will have, in up to 300 characters.",
    )
    keywords: Annotated[tuple[Keyword, ...], AfterValidator(_each_once)] = Field(
        min_length=1,
        max_length=10,
        description="Name 1 to 10 keywords, the main one first, each in up to 50 characters.",
    )
    brand_voice: Text | None = Field(
        default=None,
        description="Describe the voice of this page, in up to 1,000 characters, or leave it to the brief.",
    )
    sku_count: Count = Field(
        default=0,
        title="Products it lists",
        description="Say how many products it lists: a whole number from 0.",
    )
    monthly_searches: Count = Field(
        default=0,
        title="Searches a month",
        description="Say how often its keywords are searched a month: a whole number from 0.",
    )
    content_status: Literal["missing", "outdated", "current"] = Field(
        default="missing",
        title="What stands there now",
        description="Say what stands there now: missing, outdated or current.",
        json_schema_extra={
            "x-titles": {"missing": "Nothing yet", "outdated": "Outdated text", "current": "Current text"}
        },
    )
    product_data: LongText | None = Field(
        default=None,
        description="Give the facts of what is sold there, such as a CSV catalogue, in up to 60,000 "
        "characters, or leave it out.",
        json_schema_extra=LONG,
    )
    competitor_data: LongText | None = Field(
        default=None,
        description="Give what is known of the competitors' pages, in up to 60,000 characters, or leave it "
        "out.",
        json_schema_extra=LONG,
    )
    competitor_url: Url | None = Field(
        default=None,
        title="Address of a competitor's page",
        description="Give the address of a competitor's page to read, in up to 300 characters, or leave it "
        "out.",
    )
    seo_data: LongText | None = Field(
        default=None,
        title="Search data",
        description="Give what is known of its searches, such as questions people ask, in up to 60,000 "
        "characters, or leave it out.",
        json_schema_extra=LONG,
    )

    @property
    def type(self) -> PageType:
        return PAGE_TYPES[self.page_type]


INPUTS_SCHEMA: Mapping[str, Any] = PageInputs.model_json_schema()
LONG_FIELDS = frozenset({"product_data", "competitor_data", "competitor_url", "seo_data"})
"""What the sources of the page read; the rest stands in every prompt."""


def read_inputs(inputs: Mapping[str, Any]) -> PageInputs:
    """Return the inputs as a value; raises ValidationError where `check_inputs` finds something."""
    return PageInputs.model_validate(dict(inputs))


def check_inputs(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a sentence for each field that is missing or wrong, by its path; never raises."""
    return problems_with(PageInputs, inputs, called="inputs")


def page_type(inputs: Mapping[str, Any]) -> PageType:
    """Return the type of the page; a category page's where the inputs name none."""
    return PAGE_TYPES.get(str(inputs.get("page_type")), CATEGORY)


def subject(inputs: Mapping[str, Any]) -> str:
    """Return the page's address, by which one page is known however it is written; "" without inputs."""
    return "" if check_inputs(inputs) else read_inputs(inputs).url


def demand(inputs: Mapping[str, Any]) -> Demand | None:
    """Return how much the page is wanted; None where the inputs do not tell."""
    if check_inputs(inputs):
        return None
    read = read_inputs(inputs)
    return Demand(
        sku_count=read.sku_count,
        monthly_searches=read.monthly_searches,
        content="" if read.content_status == "current" else read.content_status,
    )
