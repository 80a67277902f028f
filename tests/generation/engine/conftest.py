"""A Redis that says nothing."""

import time

import pytest


@pytest.fixture
def silent_redis(redis_server):
    """Redis frozen: it accepts connections and says nothing. Nobody has noticed yet."""
    from generation.engine import courier

    redis_server.pause()
    yield redis_server
    redis_server.go_on()
    time.sleep(courier.PAUSE_SECONDS)  # no other test may find Redis left alone
