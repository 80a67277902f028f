"""What can go wrong, in an attempt or with what a person asks for: a stable code, and words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generation.calls import RateLimits, SectionText, Usage, Violation
from generation.storable import storable


class AttemptError(Exception):
    """An attempt came to nothing.

    `code` is stable and part of the API, `message` is shown to people, `sentence` is that without the advice
    for those who cannot mend it, `retryable` says whether trying again can help, `retry_after` is the wait in
    seconds the provider asked for, if it did, `usage` and `request_id` are what is known of the call, and
    `detail` is for the log only: it never leaves the server.
    """

    code = "attempt_failed"
    retryable = True

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        usage: Usage | None = None,
        request_id: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(message)
        self.message = self.sentence = storable(message)
        self.retry_after = retry_after
        self.usage = usage or Usage()
        self.request_id = storable(request_id)
        self.detail = storable(detail)


class ProviderError(AttemptError):
    """The provider did not answer, or with an error: `code` tells which, `limits` what else it said.

    Its message is the sentence, and the advice after it.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        retryable: bool,
        advice: str = "",
        status: int | None = None,
        retry_after: float | None = None,
        usage: Usage | None = None,
        limits: RateLimits | None = None,
        request_id: str = "",
        detail: str = "",
    ) -> None:
        message = f"{sentence} {advice}".rstrip()
        super().__init__(message, retry_after=retry_after, usage=usage, request_id=request_id, detail=detail)
        self.code = code
        self.sentence = storable(sentence)
        self.retryable = retryable
        self.status = status
        self.limits = limits or {}


class ContentError(AttemptError):
    """The provider answered, but not with what was asked for.

    `violations` say what is wrong (the next attempt's prompt repeats them); `kept` holds the sections that
    were good, so that the next attempt asks only for the others.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        violations: tuple[Violation, ...] = (),
        kept: tuple[SectionText, ...] = (),
        usage: Usage | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(message, usage=usage, request_id=request_id)
        self.code = code
        self.violations = violations
        self.kept = kept


class InputError(AttemptError):
    """The brief or the inputs cannot be written from; no attempt can mend that."""

    code = "bad_input"
    retryable = False


class AttemptTimeout(AttemptError):  # noqa: N818 - an AttemptError by name already
    """The attempt's own deadline passed."""

    code = "timeout"


class OwnFault(AttemptError):  # noqa: N818 - likewise
    """Something in Galley itself broke: an attempt like any other, tried again, then shown."""

    code = "internal"

    def __init__(self, error: Exception) -> None:
        super().__init__("Something went wrong on our side.", detail=repr(error))
        self.__cause__ = error


class AttemptStopped(BaseException):
    """The attempt was told to stop: cancelled, its lease lost, or its worker shutting down. Not a failure.

    `usage` and `request_id` are what is known of the call it ended, if it ended one.
    """

    def __init__(self, *, usage: Usage | None = None, request_id: str = "") -> None:
        super().__init__("The attempt was stopped.")
        self.usage = usage or Usage()
        self.request_id = request_id


class NotAllowedError(Exception):
    """What was asked for is not possible in the present state; `code` is stable, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class JobOpenError(NotAllowedError):
    """The funnel already has an open job of this blueprint and subject: `job_id`."""

    def __init__(self, job_id: str) -> None:
        super().__init__(
            "job_open", "This funnel is being generated already. Wait for it or cancel it first."
        )
        self.job_id = job_id


class StaleVersionError(NotAllowedError):
    """The text was changed since it was read; `version` is the number of what stands there now."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "stale_version",
            f"This section was changed meanwhile; version {version} is the newest. Read it first.",
        )
        self.version = version


class InvalidRequestError(Exception):
    """What was asked for cannot be done with what was given: `problems`, one sentence a dotted path."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{path}: {sentence}" for path, sentence in problems.items()))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """What is wrong in one row of many: its number as people count, the dotted field, what would be right."""

    row: int
    field: str
    says: str


class RowsRefusedError(InvalidRequestError):
    """Rows of what was asked for are wrong, and nothing was done with any: `rows`, in order.

    `beside` says by field what is wrong of what goes for all of them.
    """

    def __init__(self, rows: Sequence[RowProblem], *, beside: Mapping[str, str] | None = None) -> None:
        self.rows, self.beside = tuple(rows), dict(beside or {})
        super().__init__(self.beside | {f"row {each.row}: {each.field}": each.says for each in rows})
