"""Saving a step's fields beside others who do the same: only what was changed here, and never over a change
that was not seen."""

import json
from collections.abc import Mapping

from generation.models import Funnel
from generation.web.funnels.steps import FIELDS
from generation.web.funnels.values import digest, text_of, write

Seen = Mapping[str, str]
"""What a page showed when it was last in step with the funnel: a sign of each field's text, by its path."""

_LONGEST_SEEN = 20_000
"""Characters; a sign for every field of a step takes a fraction of it."""


class ChangedElsewhereError(Exception):
    """Fields were changed here and elsewhere: `theirs` is what stands there now, by path."""

    def __init__(self, theirs: Mapping[str, str]) -> None:
        super().__init__(f"Changed elsewhere: {', '.join(theirs)}")
        self.theirs = theirs


def merge(funnel: Funnel, typed: Mapping[str, str], *, seen: Seen) -> None:
    """Write the fields that were changed on the page; raise ChangedElsewhereError if another changed one too.

    Fields that the page left alone keep what stands there now.
    """
    theirs = {}
    for path, mine in typed.items():
        now = text_of(funnel, FIELDS[path])
        if mine == now or not is_changed(path, mine, seen):
            continue
        if is_changed(path, now, seen):
            theirs[path] = now
        else:
            write(funnel, FIELDS[path], mine)
    if theirs:
        raise ChangedElsewhereError(theirs)


def is_changed(path: str, text: str, seen: Seen) -> bool:
    """Whether this is another text than the page has seen there; of what it has not seen it knows nothing."""
    return digest(text) != seen.get(path, digest(""))


def see(texts: Mapping[str, str]) -> Seen:
    """Return what a page that shows these texts has seen."""
    return {path: digest(text) for path, text in texts.items()}


def read_seen(given: str) -> Seen:
    """Return what the page says it has seen; nothing where it says nothing that can be read."""
    if len(given) > _LONGEST_SEEN:
        return {}
    try:
        seen = json.loads(given)
    except (ValueError, RecursionError):  # brackets in brackets in brackets
        return {}
    return {path: str(sign) for path, sign in seen.items()} if isinstance(seen, dict) else {}
