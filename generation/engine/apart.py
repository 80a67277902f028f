"""What is mended apart from everything else: what breaks is logged, and the rest is seen to all the same."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from generation.engine.database import is_away

log = structlog.get_logger(__name__)


@contextmanager
def apart(**what: str) -> Iterator[None]:
    """Log what breaks while this job or step is seen to, so that the others are seen to all the same."""
    try:
        yield
    except Exception as error:
        if is_away(error):
            raise  # for all of them
        log.exception("Something could not be mended", **what)
