"""One short question to a writer: before it is chosen, and until it answers again.

Who draws is asked no picture, which would cost as much as many texts: only whether its model is there for us.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import structlog
from django.db import connection
from django.utils.text import capfirst

from generation.blueprints.base import SectionSpec
from generation.engine.writers.choice import Writer, missing_key
from generation.errors import AttemptError
from generation.pipeline.prompts import request_block
from generation.providers import get_illustrator, get_provider, spec_of
from generation.providers.base import Answer, Block, Call, StopReason
from generation.providers.loop import ProviderCall
from generation.providers.prices import price_of
from generation.states import Role
from settings_app.schema import TrialError

T = TypeVar("T")

log = structlog.get_logger(__name__)

_TIMEOUT_SECONDS = 30
_MAX_OUTPUT_TOKENS = 4000  # for a sentence, and for what a model thinks before it writes one
_SYSTEM = Path(__file__).with_name("trial.md")
_GREETING = SectionSpec(key="greeting", kind="prose", title="A greeting", min_words=3, max_words=60)
_WITHOUT_PRICE = "No price is known for it: its calls count as $0, and no budget holds them."


def try_writer(writer: Writer, role: Role = Role.WRITER) -> str:
    """Return in a sentence that the writer answered, and how fast; raises TrialError with what it said else.

    It is one call of a few words, and is paid for as such. It is made by this process, with this process's
    key: a worker elsewhere may have another.
    """
    named = _in_words(writer, role)
    answer, seconds = _try(writer, named, _ask)
    if answer.stop_reason is not StopReason.END or not answer.text.strip():
        raise TrialError(f"{named} answered, but not in full ({answer.stop_reason}).")
    return _with_price(writer, f"{named} answered in {seconds:.1f} s.")


def try_illustrator(writer: Writer) -> str:
    """Return in a sentence that who draws can be reached; nothing is drawn, and nothing is paid.

    Else as `try_writer`.
    """
    return _with_price(writer, f"{_reached(writer)} No picture was drawn.")


def try_access(writer: Writer, role: Role = Role.WRITER) -> str:
    """Return in a sentence that the writer's provider lets us in: any answer says so, cut off or declined.

    Else as `try_writer`.
    """
    if role == Role.ILLUSTRATOR:
        return _reached(writer)
    named = _in_words(writer, role)
    _, seconds = _try(writer, named, _ask)
    return f"{named} answered in {seconds:.1f} s."


def what_is_missing(writer: Writer, role: Role = Role.WRITER) -> str:
    """Return in a sentence which key the writer needs and has not here; "" where it has all."""
    return _missing(writer, _in_words(writer, role))


def _missing(writer: Writer, named: str) -> str:
    key = missing_key(writer)
    return f"{named} needs {key}, which is not set: set it where Galley starts." if key else ""


def _reached(writer: Writer) -> str:
    named = _in_words(writer, Role.ILLUSTRATOR)
    _, seconds = _try(writer, named, _reach)
    return f"{named} can be reached: its service answered in {seconds:.1f} s."


def _with_price(writer: Writer, sentence: str) -> str:
    return sentence if price_of(writer.provider, writer.model) else f"{sentence} {_WITHOUT_PRICE}"


def _try(writer: Writer, named: str, ask: Callable[[Writer], T]) -> tuple[T, float]:
    """Return what the writer answers, and after how many seconds; a connection is not held meanwhile."""
    if missing := _missing(writer, named):
        raise TrialError(missing)
    connection.close()  # as an attempt does: the call may take half a minute
    began = time.monotonic()
    try:
        answer = ask(writer)
    except AttemptError as error:
        raise TrialError(f"{named} did not answer: {error.sentence}") from error
    except Exception as error:  # a broken installation, a surprise of an SDK
        log.exception("A writer could not be tried", provider=writer.provider, model=writer.model)
        raise TrialError(
            f"{named} could not be asked: something went wrong on our side. The log says what."
        ) from error
    return answer, time.monotonic() - began


def _ask(writer: Writer) -> Answer:
    call = Call(
        system=_SYSTEM.read_text(encoding="utf-8").strip(),
        blocks=(Block(text=request_block("en", (_GREETING,))),),
        model=writer.model,
        max_output_tokens=_MAX_OUTPUT_TOKENS,
    )
    provider = get_provider(writer.provider)
    return ProviderCall().run(lambda: provider.write(call, lambda _: None), timeout_seconds=_TIMEOUT_SECONDS)


def _reach(writer: Writer) -> None:
    illustrator = get_illustrator(writer.provider)
    ProviderCall().run(lambda: illustrator.reach(writer.model), timeout_seconds=_TIMEOUT_SECONDS)


def _in_words(writer: Writer, role: Role) -> str:
    spec = spec_of(writer.provider)
    return f"The {role} {writer.model} of {spec.title}" if spec.has_other_models else capfirst(spec.title)
