"""What becomes of a form of settings that was sent: saved, only tried, or shown again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from settings_app import store
from settings_app.forms import PLAIN, Dress, SettingsForm
from settings_app.schema import TRIALS, WARNINGS, Trial, TrialError


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of trying the values on the page."""

    says: str
    works: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a form that was sent. `saved` says so in a sentence; without it the form is shown again.

    It holds what is wrong with it, and `tried` what was tried instead of saved. `warned` says what does not
    work with what was saved.
    """

    form: SettingsForm
    saved: str = ""
    warned: str = ""
    tried: Tried | None = None


def take_in(sent: Mapping[str, Any], *, by: User, dress: Dress = PLAIN) -> Answer:
    """Save what was changed in the form that was sent, or only try it; neither while a value is wrong."""
    form = SettingsForm(sent, described=store.describe(), dress=dress)
    if not form.is_valid():
        return Answer(form=form)
    if "try" in sent:
        return Answer(form=form, tried=_try_out(sent["try"], form))
    changes = form.changes()
    try:
        store.save(changes, by)
    except store.InvalidSettings as error:
        form.refuse(error.errors)
        return Answer(form=form)
    if not changes:
        return Answer(form=form, saved="There was nothing to save.")
    warned = filter(None, (warning(form.values()) for warning in WARNINGS))
    return Answer(form=form, saved="Saved and in force.", warned=" ".join(warned))


def _try_out(key: str, form: SettingsForm) -> Tried:
    try:
        return Tried(says=f"{_trial(key).run(form.values())} Nothing is saved yet.", works=True)
    except TrialError as error:
        return Tried(says=f"{error} Nothing is saved yet.", works=False)


def _trial(key: str) -> Trial:
    if key not in TRIALS:
        raise TrialError("This page is out of date: there is no such trial. Load it again.")
    return TRIALS[key]
