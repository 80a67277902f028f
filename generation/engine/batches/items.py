"""One item of a batch: a funnel there is or a new one, the kind's inputs, and how its job is to run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from generation.engine.verbs.moments import wrong_with_moment
from generation.engine.verbs.new_jobs import StartOptions
from generation.errors import RowProblem
from generation.languages import DEFAULT_LANGUAGE
from generation.states import Priority
from generation.storable import wrong_with_json
from generation.texts import wrong_with_name

# A field's description is also the sentence that is read where the field is wrong.

_MOST_SENTENCES = 50
_MOMENT = "a moment with its time zone, such as 2030-01-31T09:00:00Z"


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was sent as one item, not looked at yet; `number` is how the sender counts it.

    A row that is `unreadable` is none: that says by field what has to be mended first.
    """

    number: int
    fields: Mapping[str, Any]
    unreadable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """A row as it was read: its item as far as one can be told from it, and by field what is `wrong`."""

    number: int
    item: "BatchItem | None"
    wrong: Mapping[str, str]


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise PydanticCustomError("moment", "no moment with a time zone")
    if wrong := wrong_with_moment(moment):
        raise ValueError(wrong)
    return moment


def _name(value: str) -> str:
    if wrong := wrong_with_name(value):
        raise ValueError(wrong)
    return value


Name = Annotated[str, BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class BatchItem(BaseModel):
    """A checked item. `funnel` names one there is; else `name`, `language` and `brief` describe a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    funnel: UUID | None = Field(default=None, description="Write the id of a funnel of yours.")
    name: Annotated[Name, Field(min_length=1, max_length=200), AfterValidator(_name)] | None = Field(
        default=None, description="Name the new funnel, in up to 200 characters."
    )
    language: str = Field(default="", description="Write a language code, such as en.", max_length=10)
    brief: dict[str, Any] | None = Field(default=None, description="Describe the new funnel, as an object.")
    inputs: dict[str, Any] = Field(default={}, description="Give an object here, or leave it out.")
    priority: Priority | None = Field(default=None, description=f"Choose one of {', '.join(Priority)}.")
    deadline: Moment = Field(default=None, description=f"Write {_MOMENT}.")
    scheduled_at: Moment = Field(default=None, description=f"Write {_MOMENT}.")
    lanes: int | None = Field(default=None, ge=1, le=5, description="Write a number from 1 to 5.")
    skip_quality_check: bool | None = Field(default=None, description="Write true or false.")
    continue_on_failure: bool | None = Field(default=None, description="Write true or false.")

    def options(self, usual: StartOptions) -> StartOptions:
        """Return how its job is to run; what it does not say is as `usual`."""
        said = {name: getattr(self, name) for name in usual.__dataclass_fields__}
        return StartOptions(
            **{name: getattr(usual, name) if value is None else value for name, value in said.items()}
        )

    @property
    def written_in(self) -> str:
        return self.language or DEFAULT_LANGUAGE


def read_rows(rows: Sequence[Row]) -> list[ReadRow]:
    """Return the rows as they were read, those that are wrong too: they may be wrong in more than this."""
    return [
        ReadRow(number=row.number, item=None, wrong=row.unreadable)
        if row.unreadable
        else _read(row.number, row.fields)
        for row in rows
    ]


def problems_of_row(number: int, wrong: Mapping[str, str]) -> list[RowProblem]:
    """Return what is wrong in one row; of very much, the first."""
    first = islice(wrong.items(), _MOST_SENTENCES)
    return [RowProblem(row=number, field=field, says=says) for field, says in first]


def _read(number: int, fields: Any) -> ReadRow:
    if not isinstance(fields, Mapping):
        says = "Give an object with a funnel's id, or with the name and brief of a new one."
        return ReadRow(number=number, item=None, wrong={"item": says})
    if wrong := wrong_with_json(dict(fields)):
        return ReadRow(number=number, item=None, wrong={"item": wrong})
    wrong_fields: dict[str, str] = {}
    try:
        item = BatchItem.model_validate(dict(fields))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        wrong_fields = {_field(detail): _advice(detail) for detail in details}
        item = _what_is_right(fields, details)
    if "funnel" in wrong_fields:  # whether it is of a new funnel is not known
        return ReadRow(number=number, item=None, wrong=wrong_fields)
    beside = dict(_said_too_much(item) if item.funnel else _said_too_little(item))
    return ReadRow(number=number, item=item, wrong=beside | wrong_fields)


def _what_is_right(fields: Mapping[str, Any], details: Sequence[ErrorDetails]) -> BatchItem:
    """Return the item without its wrong fields: each of them may be left out."""
    wrong = {detail["loc"][0] for detail in details}
    return BatchItem.model_validate({name: said for name, said in fields.items() if name not in wrong})


def _said_too_much(item: BatchItem) -> Iterator[tuple[str, str]]:
    for name in ("name", "language", "brief"):
        if getattr(item, name):
            yield name, "Leave this out where `funnel` is given; that funnel has its own."


def _said_too_little(item: BatchItem) -> Iterator[tuple[str, str]]:
    if item.name is None:
        yield "name", "Name the new funnel, or give the id of one there is as `funnel`."
    if item.brief is None and item.name is not None:
        yield "brief", "Describe the new funnel, or give the id of one there is as `funnel`."


def _field(detail: ErrorDetails) -> str:
    """Return the field's name, which for one there is not is anybody's text."""
    name = str(detail["loc"][0]) if detail["loc"] else "item"
    return "".join(character if character.isprintable() else "?" for character in name)[:120]


def _advice(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    name = str(detail["loc"][0])
    if name not in BatchItem.model_fields:
        return f"There is no such field; the fields are {', '.join(BatchItem.model_fields)}."
    return BatchItem.model_fields[name].description or ""
