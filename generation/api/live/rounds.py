"""What no word tells of, looked at now and then: who works, and who may watch no longer."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from generation.api.live.pictures import event
from generation.api.live.reading import read_still_let_in, read_who_works
from generation.api.live.threads import off_the_loop
from generation.api.live.watchers import Audience
from generation.engine.database import DATABASE_AWAY
from generation.engine.standing.overview import LivingProcesses

log = structlog.get_logger(__name__)

BEAT_SECONDS = 5.0
"""How often processes are looked at: as often as they give signs of life."""

CALLER_SECONDS = 15.0
"""How often callers are asked about: as often as a stream says that it lives."""

_PROCESSES = event("processes", {})


async def tell_who_works(audience: Audience) -> None:
    """Say, for ever, when a process has come or gone: to those who see the whole house.

    The last worker that goes, and the first that comes, concern everybody: their writing stops, or goes on.
    """
    known: LivingProcesses | None = None

    async def look() -> None:
        nonlocal known
        before, known = known, await off_the_loop(read_who_works)
        if before is None or before == known:
            return
        concerns_all = _has_worker(before) != _has_worker(known)
        for watcher in audience.everybody() if concerns_all else audience.of_everything():
            watcher.pass_on(_PROCESSES)

    await _every(BEAT_SECONDS, look)


async def turn_away(audience: Audience) -> None:
    """End, for ever, the streams of those who would not be let in any more."""

    async def look() -> None:
        callers = {watcher.caller for watcher in audience.everybody() if watcher.caller}
        let_in = await off_the_loop(read_still_let_in, callers)
        for watcher in audience.everybody():
            if watcher.caller in callers - let_in:
                watcher.turn_away()

    await _every(CALLER_SECONDS, look)


async def _every(seconds: float, look: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await look()
        except DATABASE_AWAY:
            pass  # the desk, which asks it oftener, says so
        except Exception:  # the next round may do better
            log.exception("A round of the desk failed at something nobody foresaw")
        await asyncio.sleep(seconds)


def _has_worker(processes: LivingProcesses) -> bool:
    return any(kind == "worker" for kind, _ in processes)
