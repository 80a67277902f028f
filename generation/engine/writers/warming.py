"""Writers made ready when a worker starts: to import a service's SDK takes half a second, and more memory."""

import asyncio

import structlog
from django.db import connection

from generation.engine.database import DATABASE_AWAY
from generation.engine.writers.choice import everybody_named, missing_key
from generation.providers import get_provider
from generation.providers.loop import provider_loop
from settings_app import store

log = structlog.get_logger(__name__)

_LONGEST_SECONDS = 30


def warm_writers() -> None:
    """Make those ready that may write now, and no others; what cannot be is left to the first call.

    To be called once, by a process that writes, before it takes its first task.
    """
    try:
        writers = everybody_named(store.read_all())
    except DATABASE_AWAY as error:
        log.warning("Writers were not made ready: the database is away", error=str(error))
        return
    finally:
        connection.close()
    for name in dict.fromkeys(writer.provider for writer in writers if not missing_key(writer)):
        try:
            provider = get_provider(name)
            asyncio.run_coroutine_threadsafe(provider.warm(), provider_loop()).result(_LONGEST_SECONDS)
        except Exception:  # a broken installation: whoever calls it first is told, and may have another
            log.exception("A writer could not be made ready", provider=name)
