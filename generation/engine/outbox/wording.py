"""The words of letters: how a run or batch ended, that a provider lets nobody in, whose an address is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from generation.blueprints.called import OWN, full_name
from generation.engine.outbox.confirmed import LASTS, token_for
from generation.states import About

CHOICES = "/account/notifications/"
ADDRESS = "/account/address/"
CHOSEN = "You chose to be told."
UNASKED = "If it was not you, do nothing: no other letter is sent here."

_ENDED = {"completed": "ready", "failed": "failed", "cancelled": "cancelled"}


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where a letter leads, and what for."""

    says: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a letter says, in plain words; how it looks is not its business. `listed` follows the text.

    `is_chosen` says that its reader chose to get letters of the kind.
    """

    subject: str
    text: tuple[str, ...]
    listed: tuple[str, ...] = ()
    way: Way
    is_chosen: bool = True


def in_words(about: About, facts: Mapping[str, Any], *, at: datetime) -> Letter:
    """Return the letter that tells of this, and when it was: a letter may be late, and read later."""
    then = at.astimezone(UTC)
    return _LETTERS[about](facts, f"That was on {then.day} {then:%B %Y at %H:%M} UTC.")


def way_to_choices() -> Way:
    """Return where one chooses to be told otherwise."""
    return Way(says="Choose otherwise", url=f"{settings.ENV.public_url}{CHOICES}")


def _good_news(facts: Mapping[str, Any], when: str) -> Letter:
    return Letter(
        subject=f"{_called(facts)} is ready",
        text=(f"{_called(facts)} is ready: {_parts(facts)} parts are written.", when),
        way=Way(says="Read it", url=facts["url"]),
    )


def _bad_news(facts: Mapping[str, Any], when: str) -> Letter:
    return Letter(
        subject=f"{_called(facts)} stopped: {_parts(facts)} parts are done",
        text=(
            f"{_called(facts)} stopped: {_parts(facts)} parts are done, and they are kept.",
            facts["error"]["message"],
            when,
        ),
        way=Way(says="See what can be done, and resume", url=facts["url"]),
    )


def _end_of_batch(facts: Mapping[str, Any], when: str) -> Letter:
    jobs, failed = facts["jobs"], facts["failed"]
    counts = ", ".join(f"{jobs[status]:,} {word}" for status, word in _ENDED.items() if jobs[status])
    text = [f"Nothing of {_name(facts)} runs any more: {counts}.", when]
    if failed:
        text.append("Parts that are done are kept, and all that failed can be resumed at once. These failed:")
    unnamed = jobs["failed"] - len(failed)
    kind = facts.get("blueprint", OWN)
    named = [f"{_called({**each, 'blueprint': kind})}: {each['error']['message']}" for each in failed]
    return Letter(
        subject=f"{_name(facts)} has ended: {counts}",
        text=tuple(text),
        listed=(*named, *([f"and {unnamed:,} more"] if unnamed else [])),
        way=Way(says="See the batch", url=facts["url"]),
    )


def _incident(facts: Mapping[str, Any], when: str) -> Letter:
    return Letter(
        subject=str(facts["wrong"]).removesuffix("."),
        text=(
            facts["wrong"],
            f"Nobody calls {facts['provider']} until that is mended; then what waits goes on by itself.",
            f"It said: {facts['message']}",
            when,
        ),
        way=Way(says="See what waits", url=facts["url"]),
    )


def _address(facts: Mapping[str, Any], when: str) -> Letter:
    """Return the letter to an address that somebody gave as theirs; its link is good from now on."""
    link = f"{settings.ENV.public_url}{ADDRESS}{token_for(facts['user'], facts['address'])}/"
    return Letter(
        subject="Confirm your address",
        text=(
            "Is this your address?",
            f"Somebody, probably you, gave it for the account {_name(facts)}. {when}",
            f"The link is good for {LASTS.days} days.",
        ),
        way=Way(says="Confirm the address", url=link),
        is_chosen=False,
    )


_LETTERS = {
    About.COMPLETED: _good_news,
    About.FAILED: _bad_news,
    About.BATCH_ENDED: _end_of_batch,
    About.INCIDENT: _incident,
    About.ADDRESS: _address,
}


def _called(facts: Mapping[str, Any]) -> str:
    """Return what the run writes; letters of before kinds had subjects tell of funnels alone."""
    name = full_name(facts["name"], facts.get("blueprint", OWN), facts.get("subject", ""))
    return _name({"name": name})


def _name(named: Mapping[str, Any]) -> str:
    """Return the name in one line: a letter's head has no room for more."""
    return " ".join(named["name"].split())


def _parts(facts: Mapping[str, Any]) -> str:
    return f"{facts['progress']['completed']} of {facts['progress']['total']}"
