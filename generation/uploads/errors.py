"""Why an uploaded file did not become text."""

from enum import StrEnum


class UploadCode(StrEnum):
    """Stable, and part of the API."""

    UNSUPPORTED_FILE = "unsupported_file"  # of a kind that is not read here, or not of the kind its name says
    UNREADABLE_FILE = "unreadable_file"  # of the right kind, and yet it cannot be read
    TOO_LARGE = "too_large"
    TOO_MUCH_TEXT = "too_much_text"
    NO_TEXT = "no_text"
    UNUSABLE_TEXT = "unusable_text"  # read, but no writer can be handed it
    BUSY = "busy"  # the same again in a few seconds


class UploadError(Exception):
    """A file was not read, and nothing of it is kept; the message says to people what would be right."""

    def __init__(self, code: UploadCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
