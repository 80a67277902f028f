"""One turn of the reconciler: all its steps, in their order, each apart from the others.

Nothing here goes through the broker but what it sends, and each job is mended in a transaction of its own.
"""

from generation.engine.allowances.spending import count_spending
from generation.engine.apart import apart
from generation.engine.exporting.requests import send_stalled_exports
from generation.engine.gate.incidents import send_due_trials
from generation.engine.line.ranks import rescore_jobs
from generation.engine.mending.expiry import expire_jobs
from generation.engine.mending.hold_ends import end_long_holds, let_go_where_mended
from generation.engine.mending.recovery import recover_lost_tasks
from generation.engine.mending.stalled import send_stalled_chains
from generation.engine.mending.stopped import resume_stopped_jobs
from generation.engine.outbox.upkeep import send_due_deliveries
from generation.engine.running.dispatch import admit_jobs

_STEPS = (
    expire_jobs,
    send_due_trials,
    count_spending,
    let_go_where_mended,
    end_long_holds,
    resume_stopped_jobs,
    rescore_jobs,
    admit_jobs,
    send_stalled_chains,
    send_stalled_exports,
    send_due_deliveries,
)


def reconcile(*, judge_leases: bool) -> None:
    """Mend what is broken and let in what is in line.

    `judge_leases` is False for one lease's length after the database was away: nobody could renew one.
    """
    for step in (*((recover_lost_tasks,) if judge_leases else ()), *_STEPS):
        with apart(step=step.__name__):
            step()
