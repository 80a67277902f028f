"""The shapes a chapter can have, and which one a product's format asks for."""

from collections.abc import Mapping, Sequence

TEMPLATES = "templates"
PROSE = "prose"

_HINTS: Mapping[str, tuple[tuple[str, ...], str]] = {  # words in a format's name, the mark it must show
    "checklist": (("checklist", "check list"), "checkbox"),
    "workbook": (("workbook", "worksheet", "journal"), "blank"),
    "planner": (("planner", "calendar", "tracker"), "table"),
    TEMPLATES: (("template", "script", "swipe"), "quote"),
}


def shape_of(form: str, marks: Sequence[str] = ()) -> str:
    """Return the shape for a format, known by the marks it must show or by a word in it; else prose."""
    by_mark = (shape for shape, (_, mark) in _HINTS.items() if mark in marks)
    by_word = (
        shape for shape, (words, _) in _HINTS.items() if any(word in form.casefold() for word in words)
    )
    return next(by_mark, next(by_word, PROSE))
