"""What goes on as soon as a provider lets calls in again, without waiting for the reconciler's next turn."""

from generation.engine.apart import apart
from generation.engine.gate.incidents import try_provider
from generation.engine.mending.hold_ends import let_go_where_mended
from generation.engine.mending.stopped import resume_stopped_jobs


def go_on_if_mended(incident_id: int) -> None:
    """Try the provider of an open incident; where it answers, let go what it held and resume the first jobs.

    Whatever is left, or breaks off here, the reconciler sees to. To be called by a worker, as a trial is.
    """
    if try_provider(incident_id):
        for step in (let_go_where_mended, resume_stopped_jobs):
            with apart(step=step.__name__):
                step()
