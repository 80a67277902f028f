"""The threads beside the event loop: the one a request has to itself, and those that read for streams."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import SyncToAsync, sync_to_async

P = ParamSpec("P")
T = TypeVar("T")


async def off_the_loop(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `read` returns, called on a thread that is free."""
    return await sync_to_async(read, thread_sensitive=False)(*args, **kwargs)


def give_up_thread() -> None:
    """Let the running request's thread end; whatever of it still needs one is given another.

    Django keeps a request's thread until it is answered. A stream needs none for as long as it is open, and
    five hundred idle ones would take as much memory as the streams themselves.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    if context and (executor := SyncToAsync.context_to_thread_executor.pop(context, None)):
        executor.shutdown(wait=False)
