"""The typed declaration of a setting, and the register of all that were declared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T", int, bool, str)

Unit = Literal["", "seconds", "minutes", "days", "tokens", "jobs", "attempts", "lanes", "losses"]


@dataclass(frozen=True, kw_only=True)
class Setting(Generic[T]):
    """One thing staff may change while Galley runs.

    `minimum` and `maximum` bound a whole number, both ends allowed. `choices` answers the words a text may be
    (asked when a value is checked, so that it can depend on what is installed). `description` is a sentence
    for staff. The value is read, typed, with `store.get(setting)` at the moment a decision needs it.
    """

    key: str
    default: T
    group: str
    description: str
    unit: Unit = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: Callable[[], tuple[str, ...]] | None = None


SETTINGS: dict[str, "Setting[int] | Setting[bool] | Setting[str]"] = {}
