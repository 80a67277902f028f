"""One running attempt: what the engine lends the pipeline, and what is known of it so far."""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import CharField

from generation.calls import RateLimits, Usage
from generation.engine.content.prints import find_shared
from generation.engine.database import until_stored
from generation.engine.gate import limiter
from generation.engine.running.booking import usage_fields
from generation.engine.running.leases import Lease
from generation.engine.running.outcomes import complete_task
from generation.engine.writers.choice import Writer
from generation.errors import AttemptError, AttemptStopped, ContentError, ProviderError
from generation.models import TaskAttempt
from generation.pictures.kept import PictureError, keep
from generation.pipeline import STAGES
from generation.pipeline.draft import Draft, Drawn
from generation.pipeline.stages import StageRecord
from generation.providers import get_illustrator, get_provider
from generation.providers.base import Answer, Call, Picture, PictureCall
from generation.states import StageOutcome
from generation.storable import storable
from settings_app.schema import Values

A = TypeVar("A", Answer, Picture)

_STAGES_BEFORE = {stage.name: number for number, stage in enumerate(STAGES)}


class RunningAttempt:
    """The pipeline's tools for one attempt. Records what happened, so that it can be written down after."""

    def __init__(self, *, lease: Lease, writer: Writer, values: Values) -> None:
        self._lease = lease
        self.writer = writer
        self._values = values
        self._stages: list[StageRecord] = []
        self._provider_calls = 0
        self._answer: Answer | Picture | None = None

    def record(self, stage: StageRecord) -> None:
        self._stages.append(stage)

    def enter_stage(self, name: str) -> None:
        self._lease.stages_done = _STAGES_BEFORE[name]
        self._lease.stage = name

    def preview(self, section: str, text: str) -> None:
        self._lease.text = (section, text)

    def write(self, call: Call, on_text: Callable[[str], None]) -> Answer:
        provider = get_provider(self.writer.provider)
        return self._ask(lambda: provider.write(call, on_text, self._hear))

    def draw(self, call: PictureCall) -> Drawn:
        illustrator = get_illustrator(self.writer.provider)
        picture = self._ask(lambda: illustrator.draw(call, self._hear))
        try:
            name = until_stored(lambda: keep(picture.data))
        except PictureError as error:
            raise ContentError(
                "unreadable_picture", str(error), usage=picture.usage, request_id=picture.request_id
            ) from error
        return Drawn(name=name, usage=picture.usage, request_id=picture.request_id)

    def _ask(self, ask: Callable[[], Coroutine[Any, Any, A]]) -> A:
        """Return what the provider answers, without a database connection: the call may take minutes."""
        connection.close()
        self._provider_calls += 1
        seconds_left = self._lease.deadline - time.monotonic()
        try:
            answer = self._lease.call.run(ask, timeout_seconds=seconds_left)
        except ProviderError as error:
            limiter.tell_end(self.writer, error, self._values)
            raise
        self._answer = answer
        limiter.tell_end(self.writer, answer, self._values)
        return answer

    @property
    def has_called(self) -> bool:
        return self._provider_calls > 0

    def _hear(self, limits: RateLimits) -> None:
        """Pass on what the provider says of its limits, from another thread: this is the loop's."""
        asyncio.get_running_loop().run_in_executor(None, limiter.tell_limits, self.writer, limits)

    def find_shared(self, prints: Collection[int]) -> Collection[int]:
        return until_stored(lambda: find_shared(self._lease.claim, prints))

    def store(self, draft: Draft) -> None:
        began = time.perf_counter()

        def complete() -> None:
            seconds = time.perf_counter() - began
            storage = StageRecord(name="storage", outcome=StageOutcome.SUCCESS, seconds=seconds)
            complete_task(
                self._lease.claim, draft, self.facts(draft.usage) | _stages([*self._stages, storage])
            )

        until_stored(complete)

    def facts(self, usage: Usage, request_id: str = "") -> dict[str, Any]:
        """Return what is known of the attempt, as fields of its row."""
        answer = self._answer
        return {
            "provider": self.writer.provider,
            "model": _fitting("model", answer.model if answer else self.writer.model),
            "request_id": _fitting("request_id", request_id or (answer.request_id if answer else "")),
            "provider_calls": self._provider_calls,
            **_stages(self._stages),
            **usage_fields(usage),
        }

    def facts_of(self, error: AttemptError | AttemptStopped) -> dict[str, Any]:
        """Return what is known of an attempt that ended in `error`."""
        usage = error.usage
        if usage == Usage() and self._answer:  # it says nothing of the call, which may have been answered
            usage = self._answer.usage
        return self.facts(usage, error.request_id)


def _fitting(column: str, text: str) -> str:
    """Return what the attempt's column takes of a stranger's text: a long name must cost no finished work."""
    field = cast("CharField[str, str]", TaskAttempt._meta.get_field(column))
    return storable(text)[: field.max_length]


def _stages(records: list[StageRecord]) -> dict[str, Any]:
    return {"stages": [vars(record) for record in records]}
