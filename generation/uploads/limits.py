"""How much of a file is read: in more than that a writer would not find the facts."""

from generation.uploads.errors import UploadCode, UploadError

MOST_BYTES = 10_000_000
"""A report with its pictures; what is text in it is far less."""

MOST_CHARACTERS = 60_000
"""About 15,000 tokens: a fifth of what a call may hold, and every call of a job is sent them."""


def too_much_text(says: str) -> UploadError:
    """Return the error of a file with too much text; `says` tells how much, as a sentence.

    Nothing is cut off: which part the writer can do without only its owner knows, and would not see it gone.
    """
    return UploadError(
        UploadCode.TOO_MUCH_TEXT,
        f"{says} {MOST_CHARACTERS:,} are the most: keep the part that matters, and choose that file.",
    )
