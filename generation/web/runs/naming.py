"""What the run page calls the sections it names: as the reader does, and whose part they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generation.engine.content.written import WrittenPiece
from generation.models import Funnel
from generation.web.titles import shown_titles


def titled(
    funnel: Funnel, pieces: Sequence[WrittenPiece], *, blueprint: str, subject: str
) -> list[WrittenPiece]:
    """Return the pieces under the titles they are read under."""
    tasks = {piece.task_key for piece in pieces}
    titles = shown_titles(funnel, tasks, blueprint=blueprint, subject=subject)
    return [replace(piece, title=titles.get((piece.task_key, piece.key), piece.title)) for piece in pieces]


def held_names(
    funnel: Funnel,
    written: Mapping[str, Sequence[WrittenPiece]],
    names: Mapping[str, str],
    *,
    blueprint: str,
    subject: str = "",
) -> tuple[str, ...]:
    """Return what the sections are called that keep a person's text when everything is regenerated.

    `names` are those of their parts, by the key of the task.
    """
    held = [piece for pieces in written.values() for piece in pieces if piece.held]
    return tuple(
        f"{names[piece.task_key]}: {piece.title}" if piece.task_key in names else piece.title
        for piece in titled(funnel, held, blueprint=blueprint, subject=subject)
    )
