"""How many words there are of the parts of a run: as many as the reader counts, whoever wrote them last."""

from collections.abc import Iterable, Mapping, Sequence

from generation.engine.content.written import WrittenPiece
from generation.engine.standing.jobs import JobStanding
from generation.states import TaskStatus


def words_of(pieces: Iterable[WrittenPiece]) -> int:
    return sum(piece.words for piece in pieces)


def words_by_part(standing: JobStanding, written: Mapping[str, Sequence[WrittenPiece]]) -> dict[str, int]:
    """Return the words of each finished part, by its key.

    They are those of its text as it reads now; where that is not given, as many as the run wrote.
    """
    finished = [entry.task for entry in standing.tasks if entry.task.status == TaskStatus.COMPLETED]
    return {
        task.key: words_of(written[task.key]) if task.key in written else task.words or 0 for task in finished
    }
