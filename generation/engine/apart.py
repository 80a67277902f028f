"""What is mended apart from everything else: what breaks is logged, and the rest is seen to all the same."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from generation.engine.database import is_away
from generation.models import GenerationJob, GenerationTask

log = structlog.get_logger(__name__)

_DELETED = (GenerationJob.DoesNotExist, GenerationTask.DoesNotExist)


@contextmanager
def apart(**what: str) -> Iterator[None]:
    """Log what breaks while this job or step is seen to, so that the others are seen to all the same.

    Of a job that was deleted since it was found nothing is left to mend; a step that misses one has left the
    others undone.
    """
    try:
        yield
    except Exception as error:
        if is_away(error):
            raise  # for all of them
        if "job" in what and isinstance(error, _DELETED):
            log.info("Nothing was to be mended: it was deleted meanwhile", **what)
        else:
            log.exception("Something could not be mended", **what)
