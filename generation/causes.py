"""Why work comes to nothing, by its code: in words, and what can be done about it, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """`words` complete the sentence "It failed because ...".

    `next_step` is a sentence for those whose text it was to be, `remedy` one for those who operate Galley.
    """

    words: str
    next_step: str
    remedy: str

    @property
    def title(self) -> str:
        """The words as a heading."""
        return self.words[0].upper() + self.words[1:]


_WAIT = "Try again in a few minutes."
_MENDED = "Once that is mended, try again."
_INSIST = "Try again; if it repeats, change the brief and start over."
_REPORT = "Try again; if it repeats, tell an administrator."

_OUTAGE = "Wait; if it repeats, look at the provider's own status page."
_CONTENT = "Read the attempts' violations: if they repeat, the brief or the prompt asks for the impossible."


def _outage(words: str) -> Cause:
    return Cause(words, _WAIT, _OUTAGE)


def _refused(remedy: str) -> Cause:
    return Cause("the AI service refused the request", _MENDED, remedy)


def _wrong_text(words: str = "the text was not as asked for") -> Cause:
    return Cause(words, _INSIST, _CONTENT)


_UNKNOWN = Cause("it could not be written", "Try again once the cause has passed.", "")

_CAUSES: Mapping[str, Cause] = {
    "provider_busy": Cause(
        "the AI service is busy", _WAIT, "Wait, or lower max_concurrent_jobs in the settings."
    ),
    "provider_error": _outage("the AI service failed"),
    "timeout": Cause(
        "no whole answer came in time",
        _WAIT,
        "If it repeats, raise attempt_timeout_seconds in the settings.",
    ),
    "network": Cause(
        "the AI service could not be reached", _WAIT, "Check that this machine reaches the provider."
    ),
    "stream_error": _outage("the answer broke off"),
    "bad_response": _outage("the answer could not be read"),
    "truncated": Cause(
        "the answer was cut off", _INSIST, "If it repeats, raise max_output_tokens in the settings."
    ),
    "too_short": _wrong_text("the text came back too short"),
    "too_long": _wrong_text("the text came back too long"),
    "wrong_language": _wrong_text("the text came back in another language"),
    **dict.fromkeys(("no_sections", "missing_section", "empty_section", "duplicate_section"), _wrong_text()),
    **dict.fromkeys(("unknown_section", "missing_text", "missing_mark", "bad_fields"), _wrong_text()),
    **dict.fromkeys(("missing_questions", "too_many_characters"), _wrong_text()),
    "unreadable_picture": _wrong_text("the picture could not be read"),
    **dict.fromkeys(("placeholder", "separator_left", "request_left", "quality"), _wrong_text()),
    "bad_request": _refused(
        "Read the attempt's detail: it says what the provider refused. Check the model's name."
    ),
    "unauthorised": _refused(
        "Check the provider's API key in the environment and restart the workers; what it stopped is then "
        "resumed by itself."
    ),
    "forbidden": _refused(
        "Check what the provider's API key may do, and the model in the settings; what it stopped is then "
        "resumed by itself."
    ),
    "incident": Cause(
        "the AI service let nobody in for too long",
        "Nothing is to be done: the run is resumed by itself once that is mended.",
        "Mend what the open incident says; what it stopped is then resumed by itself.",
    ),
    "not_resumed": Cause(
        "the AI service let nobody in, and the run could not be resumed by itself after that",
        "Resume it; if it stops again, tell an administrator.",
        "Read why it was not resumed by itself; its owner resumes it once that is mended.",
    ),
    "job_budget": Cause(
        "the run has cost what a run may",
        "Ask an administrator to allow more, then resume.",
        "Raise budget_usd_per_job in the settings, then resume.",
    ),
    "month_budget": Cause(
        "all that may be spent this month is spent",
        "Resume next month, or ask an administrator to allow more.",
        "Raise budget_usd_per_month in the settings, then resume.",
    ),
    "not_found": Cause(
        "the AI service does not know the model or the address",
        _MENDED,
        "Check the model's name in the settings, then resume.",
    ),
    "spend_limit": Cause(
        "the spending limit at the AI service is reached",
        _MENDED,
        "Raise the spend limit in the provider's console; what it stopped is then resumed by itself.",
    ),
    "too_large": Cause(
        "the request is too large for the AI service",
        "Shorten the brief, then start over.",
        "Shorten the brief, then start over: resume goes on with the copy that is too large.",
    ),
    "refused": Cause(
        "the model declined to write it",
        "Change the brief, then start over.",
        "Look at what the brief asks for; change it, then start over.",
    ),
    "bad_input": Cause(
        "the brief is not enough",
        "Complete the brief, then start over.",
        "Mend the funnel's brief, then start over: resume goes on with the copy that is wrong.",
    ),
    "unsupported_language": Cause(
        "the demo writer writes English only",
        _MENDED,
        "Choose a writer_provider in the settings that knows the language, then resume.",
    ),
    "worker_lost": Cause(
        "its worker was lost time and again",
        _REPORT,
        "Look for what kills the worker (memory, most often) before resuming.",
    ),
    "job_timeout": Cause(
        "the run took longer than one may",
        "Resume it; what is finished is kept.",
        "Resume goes on where it stopped; job_timeout_minutes in the settings is the limit.",
    ),
    "internal": Cause(
        "something went wrong on our side",
        _REPORT,
        "Read the attempt's detail and the worker's log: this is a fault of Galley's own.",
    ),
}


CODES = frozenset(_CAUSES)
"""What work can come to nothing by."""


def cause_of(code: str) -> Cause:
    """Return what is said of the code; something that is never wrong where it is not known."""
    return _CAUSES.get(code, _UNKNOWN)
