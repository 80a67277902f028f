"""Stage 6: even out white space, count the words, and say what the text had to do without."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generation.calls import Violation
from generation.pipeline.draft import Context, Draft, FinishedSection, Tools
from generation.pipeline.reading import count_read

_INVISIBLE = str.maketrans("", "", "\u200b\u2060\ufeff")
_BLANK_LINES = re.compile(r"\n{3,}")


def post_process(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with tidy sections and their number of words.

    Beside the first stands which sources did not answer: here, because the quality check may be waived.
    """
    first, *others = map(_tidy, draft.sections)
    without = _unreachable(first.spec.key, draft.context)
    return replace(draft, sections=(replace(first, advice=(*without, *first.advice)), *others))


def _unreachable(section: str, context: Context) -> Iterator[Violation]:
    for name, why in context.unreachable.items():
        message = f"Written without the {name}: {why[:1].lower()}{why[1:]}"
        yield Violation(rule="source_unreachable", section=section, message=message, span=name)


def _tidy(section: FinishedSection) -> FinishedSection:
    body, fields = tidy_text(section.body), _tidy_fields(section.fields)
    return replace(section, body=body, fields=fields, words=count_read(section.spec.kind, body, fields))


def tidy_text(text: str) -> str:
    """Return the text as it will be stored: plain line ends, no white space that nobody can see."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    lines = "\n".join(_tidy_line(line) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n").rstrip()


def _tidy_line(line: str) -> str:
    """Return the line without blanks at its end, save the two that are a line break in Markdown."""
    bare = line.rstrip(" \t")
    return f"{bare}  " if bare and line.endswith("  ") else bare


def _tidy_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _tidy_field(value) for name, value in fields.items()}


def _tidy_field(value: str | list[str]) -> str | list[str]:
    if isinstance(value, str):
        return " ".join(value.translate(_INVISIBLE).split())
    return [" ".join(tag.translate(_INVISIBLE).split()) for tag in value]
