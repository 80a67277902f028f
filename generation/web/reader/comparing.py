"""Two texts of a section compared: its body, and those of its named lines that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.blueprints.kinds import SECTION_KINDS
from generation.models import Revision
from generation.web.reader.differences import Stretch, compare, fold
from generation.web.reader.sections import line_name, line_text
from generation.web.titles import settled, take_apart


@dataclass(frozen=True, kw_only=True)
class Change:
    """What differs in one place of a section; `name` is "" for its body."""

    name: str
    stretches: Sequence[Stretch]


def compare_revisions(before: Revision, after: Revision) -> list[Change]:
    """Return what differs between two texts of a section, each under the title an export would give it."""
    (title, text), (other_title, other) = (_taken_apart(revision) for revision in (before, after))
    lines = {"section_title": title, **before.fields}
    other_lines = {"section_title": other_title, **after.fields}
    return compare_text(text, other, lines, other_lines, kind=before.section.kind)


def compare_text(
    before: str, after: str, lines_before: Mapping[str, Any], lines_after: Mapping[str, Any], *, kind: str
) -> list[Change]:
    """Return the named lines of the `kind` that differ, then the body, whether it differs or not."""
    changes = [
        Change(name=line_name(key, SECTION_KINDS[kind]), stretches=compare(*texts))
        for key in {**lines_before, **lines_after}
        if len(set(texts := (_text(key, lines_before), _text(key, lines_after)))) > 1
    ]
    return [*changes, Change(name="", stretches=fold(compare(before, after)))]


def _text(key: str, lines: Mapping[str, Any]) -> str:
    return line_text(lines.get(key, ""))


def _taken_apart(revision: Revision) -> tuple[str, str]:
    return take_apart(settled(revision, revision.title))
