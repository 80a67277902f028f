"""The one event loop of a process that all calls to providers run on, and a worker thread's handle on a call.

A worker thread cannot be interrupted, and the SDKs know no total deadline. A coroutine can be cancelled at
any await, which closes its socket even before the first byte; so calls are coroutines, and threads wait.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from typing import Any, TypeVar

from generation.calls import Usage
from generation.errors import AttemptStopped, AttemptTimeout
from generation.once import OncePerProcess
from generation.providers.base import CallCancelled

T = TypeVar("T")

ABANDON_SECONDS = 2.0
"""How long a cancelled call may take to end before its thread leaves it behind."""


def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="provider-loop", daemon=True).start()
    return loop


_loop = OncePerProcess(_start_loop)


def provider_loop() -> asyncio.AbstractEventLoop:
    """Return this process's loop for calls to providers; it runs on a thread of its own from first use on."""
    return _loop.get()


class ProviderCall:
    """One call to a provider, ended by its answer, its failure, its deadline, or `stop`.

    `run` is called once, by the thread that waits; `stop` by any thread, at any time, any number of times.
    The methods with an underscore run on the loop's thread alone, so that none of them needs a lock.
    """

    def __init__(self) -> None:
        self._stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None
        self._outcome: Future[Any] = Future()
        self._ending: Callable[[Usage, str], BaseException] | None = None
        self._used, self._request_id = Usage(), ""

    def run(self, ask: Callable[[], Coroutine[Any, Any, T]], *, timeout_seconds: float) -> T:
        """Return the answer of the coroutine that `ask` makes, or raise what it raises.

        Raises AttemptTimeout when the answer is not whole `timeout_seconds` from now, however busy the
        connection is, and AttemptStopped after `stop`; both say what the call had used by then.
        """
        if self._stopped:
            raise AttemptStopped
        self._loop = provider_loop()
        self._loop.call_soon_threadsafe(self._begin, ask, timeout_seconds)
        # The loop keeps the deadline. This wait is for a loop that something blocks.
        wait([self._outcome], timeout=timeout_seconds + 2 * ABANDON_SECONDS)
        if not self._outcome.done():
            raise _timeout(timeout_seconds, Usage(), "")
        outcome: T = self._outcome.result()
        return outcome

    def stop(self) -> None:
        """Cancel the call, which closes its connection; before `run`, keep it from being made at all."""
        self._stopped = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end, _stopped)

    def _begin(self, ask: Callable[[], Coroutine[Any, Any, Any]], timeout_seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self._task = loop.create_task(self._answer(ask))
        deadline = loop.call_later(
            timeout_seconds, self._end, lambda usage, request_id: _timeout(timeout_seconds, usage, request_id)
        )
        self._task.add_done_callback(lambda task: self._settle(task, deadline))
        if self._stopped:
            self._end(_stopped)

    async def _answer(self, ask: Callable[[], Coroutine[Any, Any, T]]) -> T:
        try:
            return await ask()
        except CallCancelled as cancelled:
            self._used, self._request_id = cancelled.usage, cancelled.request_id
            raise

    def _end(self, ending: Callable[[Usage, str], BaseException]) -> None:
        """Cancel the call for the reason that comes first; leave it behind if it does not end soon."""
        if self._task is None or self._task.done() or self._ending is not None:
            return
        self._ending = ending
        self._task.cancel()
        asyncio.get_running_loop().call_later(ABANDON_SECONDS, self._fail, ending)

    def _settle(self, task: asyncio.Task[Any], deadline: asyncio.TimerHandle) -> None:
        deadline.cancel()
        error = None if task.cancelled() else task.exception()
        if self._outcome.done():
            return  # it was left behind
        if self._ending is not None and (task.cancelled() or error is not None):
            self._fail(self._ending)
        elif task.cancelled():
            self._fail(_stopped)
        elif error is not None:
            self._outcome.set_exception(error)
        else:
            self._outcome.set_result(task.result())  # even if it was to end: it is whole, and it was paid for

    def _fail(self, ending: Callable[[Usage, str], BaseException]) -> None:
        if not self._outcome.done():
            self._outcome.set_exception(ending(self._used, self._request_id))


def _stopped(usage: Usage, request_id: str) -> AttemptStopped:
    return AttemptStopped(usage=usage, request_id=request_id)


def _timeout(seconds: float, usage: Usage, request_id: str) -> AttemptTimeout:
    message = f"No answer within {round(seconds, 1):g} s."
    return AttemptTimeout(message, usage=usage, request_id=request_id)
