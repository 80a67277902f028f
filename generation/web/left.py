"""What is said of a run that an incident stopped, and that was not resumed when that was over."""

from generation.engine.mending.stopped import LEFT
from generation.models import GenerationJob, GenerationTask


def why_left(job: GenerationJob, failed: GenerationTask | None) -> str:
    """Return why it was not resumed, "" of any other run; `failed` is its first part that failed.

    The call that was refused is told beside the part: it is mended by now, and would mislead.
    """
    if job.error_code != LEFT:
        return ""
    refused = f"{failed.name}: {failed.error_message}" if failed else ""
    return job.error_message.removeprefix(refused).strip()
