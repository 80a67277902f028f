"""The typed declaration of a setting, and the register of all that were declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar, overload

T = TypeVar("T", int, bool, str, Decimal)

Unit = Literal[
    "",
    "seconds",
    "minutes",
    "days",
    "tokens",
    "jobs",
    "attempts",
    "calls",
    "credits",
    "lanes",
    "losses",
    "US dollars",
    "starts",
]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a text must look like: `fits` decides, `wanted` says it, as in "An address, or nothing,"."""

    fits: Callable[[str], bool]
    wanted: str


@dataclass(frozen=True, kw_only=True)
class Setting(Generic[T]):
    """One thing staff may change while Galley runs.

    `minimum` and `maximum` bound a number, both ends allowed; a Decimal takes two places. `choices` answers
    the words a text may be (asked whenever a value is checked, so that it can depend on what is installed),
    `shape` what it must look like. `objection` answers in a sentence what is wrong with a text that is about
    to be saved, empty where nothing is: it is asked of no text that stands already, so that it may depend on
    what comes and goes. `description` is a sentence for staff; `label` names the setting on a page, where the
    key does not say it well. Read the value, typed, with `store.get(setting)` at the moment a decision needs
    it.
    """

    key: str
    default: T
    description: str
    label: str = ""
    unit: Unit = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: Callable[[], tuple[str, ...]] | None = None
    shape: Shape | None = None
    objection: Callable[[str], str] | None = None

    @property
    def name(self) -> str:
        """Return what a page calls it."""
        return self.label or self.key.replace("_", " ").capitalize()


AnySetting = Setting[int] | Setting[bool] | Setting[str] | Setting[Decimal]


class Values:
    """The values of all settings at one moment, typed by their declarations."""

    def __init__(self, by_key: Mapping[str, Any]) -> None:
        self._by_key = by_key

    @overload
    def __getitem__(self, setting: Setting[bool]) -> bool: ...
    @overload
    def __getitem__(self, setting: Setting[int]) -> int: ...
    @overload
    def __getitem__(self, setting: Setting[str]) -> str: ...
    @overload
    def __getitem__(self, setting: Setting[Decimal]) -> Decimal: ...
    def __getitem__(self, setting: AnySetting) -> Any:
        return self._by_key.get(setting.key, setting.default)


@dataclass(frozen=True, kw_only=True)
class SettingGroup:
    """Settings that are shown together. `summary` says in words what their values mean, if that helps."""

    title: str
    settings: tuple[AnySetting, ...]
    summary: Callable[[Values], str] | None = None


class TrialError(Exception):
    """What was tried does not work; the message says why, in a sentence for staff."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Something staff can try with the values on the page before they save them.

    `key` names it in the request, `label` is what the button says. `run` gets all values as they would be,
    and returns in a sentence what came of it, or raises TrialError.
    """

    key: str
    label: str
    run: Callable[[Values], str]


SaveWarning = Callable[[Values], str]
"""Says in sentences for staff what does not work with values that are right; "" where all does."""

GROUPS: list[SettingGroup] = []
TRIALS: dict[str, Trial] = {}
"""The trials on offer, by their keys."""

WARNINGS: list[SaveWarning] = []
"""What is asked of values that were saved."""

OTHER_PAGES: list[str] = []
"""The names of the addresses at which the settings stand as well; the admin leads there."""


def register(*groups: SettingGroup) -> None:
    """Make these groups' settings known; called once, when the app that owns them is ready."""
    GROUPS.extend(groups)


def register_trial(trial: Trial) -> None:
    """Offer the trial on the settings page; called by the app that can run it, when it is ready."""
    TRIALS[trial.key] = trial


def register_warning(warning: SaveWarning) -> None:
    """Have values that were saved looked at; called by the app that knows, when it is ready."""
    WARNINGS.append(warning)


def register_page(name: str) -> None:
    """Let the admin lead to the page whose address has this name; called by its app when that is ready."""
    OTHER_PAGES.append(name)


def all_settings() -> dict[str, AnySetting]:
    """Return every declared setting by its key, in the order of declaration."""
    return {setting.key: setting for group in GROUPS for setting in group.settings}
