"""Why an attempt came to nothing, by its code: in words, and what a person can do about it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """`words` complete the sentence "It failed because ...", `next_step` is a sentence of its own."""

    words: str
    next_step: str


_WAIT = "Try again in a few minutes."
_MENDED = "Once that is mended, try again."
_INSIST = "Try again; if it repeats, change the brief and start over."
_REPORT = "Try again; if it repeats, tell an administrator."
_REFUSED = Cause("the AI service refused the request", _MENDED)
_WRONG_TEXT = Cause("the text was not as asked for", _INSIST)
_UNKNOWN = Cause("it could not be written", "Try again once the cause has passed.")

_CAUSES: Mapping[str, Cause] = {
    "provider_busy": Cause("the AI service is busy", _WAIT),
    "provider_error": Cause("the AI service failed", _WAIT),
    "timeout": Cause("no whole answer came in time", _WAIT),
    "network": Cause("the AI service could not be reached", _WAIT),
    "stream_error": Cause("the answer broke off", _WAIT),
    "bad_response": Cause("the answer could not be read", _WAIT),
    "truncated": Cause("the answer was cut off", _INSIST),
    "too_short": Cause("the text came back too short", _INSIST),
    "too_long": Cause("the text came back too long", _INSIST),
    "wrong_language": Cause("the text came back in another language", _INSIST),
    **dict.fromkeys(("no_sections", "missing_section", "empty_section", "duplicate_section"), _WRONG_TEXT),
    **dict.fromkeys(("unknown_section", "missing_text", "missing_mark", "bad_fields"), _WRONG_TEXT),
    **dict.fromkeys(("placeholder", "separator_left", "request_left", "quality"), _WRONG_TEXT),
    **dict.fromkeys(("bad_request", "unauthorised", "forbidden"), _REFUSED),
    "not_found": Cause("the AI service does not know the model or the address", _MENDED),
    "spend_limit": Cause("the spending limit at the AI service is reached", _MENDED),
    "too_large": Cause("the request is too large for the AI service", "Shorten the brief, then start over."),
    "refused": Cause("the model declined to write it", "Change the brief, then start over."),
    "bad_input": Cause("the brief is not enough", "Complete the brief, then start over."),
    "unsupported_language": Cause("the demo writer writes English only", _MENDED),
    "worker_lost": Cause("its worker was lost time and again", _REPORT),
    "internal": Cause("something went wrong on our side", _REPORT),
}


def cause_of(code: str) -> Cause:
    """Return what is said of the code; something that is never wrong where it is not known."""
    return _CAUSES.get(code, _UNKNOWN)
