"""What the page says of a batch that was refused: why as a whole, or row by row."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.errors import InvalidRequestError, NotAllowedError, RowsRefusedError
from generation.web.words import counted

_MOST_LINES = 100
_ALL = "All rows"


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is wrong in one row, which is called `row`."""

    row: str
    field: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """Why nothing was started. `more` counts the lines that are left out of a very long report."""

    says: str
    lines: tuple[Line, ...] = ()
    more: int = 0


def report_of(error: InvalidRequestError | NotAllowedError, names: Mapping[int, str]) -> Report:
    """Return the report; `names` are what rows are called that have more than a number."""
    if isinstance(error, NotAllowedError):
        return Report(says=error.message)
    if not isinstance(error, RowsRefusedError):
        return Report(says=" ".join(error.problems.values()))
    if not error.rows and error.beside.keys() == {"items"}:
        return Report(says=error.beside["items"])
    of_rows = [
        Line(row=names.get(problem.row) or f"Row {problem.row}", field=problem.field, says=problem.says)
        for problem in error.rows
    ]
    lines = [*(Line(row=_ALL, field=name, says=says) for name, says in error.beside.items()), *of_rows]
    shown = tuple(lines[:_MOST_LINES])
    return Report(says=_in_a_sentence(error), lines=shown, more=len(lines) - len(shown))


def _in_a_sentence(error: RowsRefusedError) -> str:
    wrong = len({problem.row for problem in error.rows})
    if not wrong:
        return "What goes for all rows needs a change."
    if error.beside:
        return f"What goes for all rows and {counted(wrong, 'row')} need a change."
    return f"{counted(wrong, 'row')} {'needs' if wrong == 1 else 'need'} a change."
