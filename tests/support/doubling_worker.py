"""A worker that is given every message twice: `celery -A tests.support.doubling_worker`."""

import copy
from typing import Any
from uuid import uuid4

from kombu.transport.redis import Channel

from config.celery import QUEUE, app

__all__ = ["app"]

_put = Channel._put


def _put_twice(channel: Channel, queue: str, message: dict[str, Any], **options: Any) -> None:
    _put(channel, queue, message, **options)
    if queue == QUEUE:
        second = copy.deepcopy(message)
        second["properties"]["delivery_tag"] = str(uuid4())
        _put(channel, queue, second, **options)


Channel._put = _put_twice
