"""The first row of a table: which column each of its cells means, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from generation.blueprints import BLUEPRINTS
from generation.engine.batches.columns import Column, columns_of
from generation.errors import InvalidRequestError

_TIMES_AS_MANY = 4
"""So many times the columns there are a header may have: some are empty, misspelled, or there twice."""

_LONGEST_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Header:
    """`names` in small letters, `columns` what they mean, None for nothing, and `wrong` by name."""

    names: Sequence[str]
    columns: Sequence[Column | None]
    wrong: Mapping[str, str]


def read_header(cells: Sequence[str], columns: Mapping[str, Column]) -> Header:
    """Return what the cells name of these columns; one there is not means the one that is nearest.

    Raises InvalidRequestError where there are far more than there are columns, or where another kind has more
    of them: this is another file.
    """
    names = [cell.strip().lower()[: _LONGEST_NAME + 1] for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > _TIMES_AS_MANY * len(columns):
        says = f"The first row has {len(names):,} columns; the template has all there are, {len(columns)}."
        raise InvalidRequestError({"file": says})
    _refuse_columns_of_another_kind(names, columns)
    nearest = {name: _nearest(name, columns) for name in names if name and name not in columns}
    meant = [columns.get(name) or _meant(nearest.get(name, ""), names, columns) for name in names]
    return Header(names=names, columns=meant, wrong=dict(_wrong(names, nearest)))


def _refuse_columns_of_another_kind(names: Sequence[str], columns: Mapping[str, Column]) -> None:
    """Raise InvalidRequestError where the kind of these columns was not the one that was meant."""
    said = set(names)
    found = [len(said & {column.name for column in columns_of(kind)}) for kind in BLUEPRINTS]
    if max(found) > len(said & columns.keys()):
        most = [kind for kind, known in zip(BLUEPRINTS, found, strict=True) if known == max(found)]
        meant = " or ".join(f"{kind.title} (`{kind.key}`)" for kind in most)
        raise InvalidRequestError({"file": f"These are columns of {meant}: choose that kind."})


def _nearest(name: str, columns: Mapping[str, Column]) -> str:
    """Return the name that was meant by one there is not; empty for none."""
    near = get_close_matches(name, columns, n=1)
    return near[0] if near else ""


def _meant(near: str, names: Sequence[str], columns: Mapping[str, Column]) -> Column | None:
    """Return the column of the name that is near, unless that is there too: its cells are looked at."""
    return None if near in names else columns.get(near)


def _wrong(names: Sequence[str], nearest: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, count in Counter(filter(None, names)).items():
        if name in nearest:
            near = nearest[name]
            meant = f"Did you mean {near}?" if near else "The template has all there are."
            yield name[:_LONGEST_NAME], f"There is no such column. {meant}"
        elif count > 1:
            yield name, "This column is there twice; keep one."
