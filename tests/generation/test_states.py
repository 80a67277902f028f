"""The tables of moves: what docs/states.md lists is allowed, everything else raises."""

import itertools

import pytest

from generation.states import IllegalMoveError, JobStatus, TaskStatus, check_job_move, check_task_move

JOB = {
    "queued": {"running", "cancelled"},
    "running": {"completed", "failed", "cancelled"},
    "completed": {"queued"},
    "failed": {"queued"},
    "cancelled": {"queued"},
}
TASK = {
    "pending": {"in_progress"},
    "waiting": {"in_progress", "pending"},
    "in_progress": {"completed", "waiting", "failed", "pending"},
    "completed": {"pending"},
    "failed": {"pending"},
}


@pytest.mark.parametrize(("source", "target"), list(itertools.product(JobStatus, JobStatus)))
def test_every_pair_of_job_states(source, target):
    if target in JOB[source]:
        check_job_move(source, target)
    else:
        with pytest.raises(IllegalMoveError, match=f"from {source} to {target}"):
            check_job_move(source, target)


@pytest.mark.parametrize(("source", "target"), list(itertools.product(TaskStatus, TaskStatus)))
def test_every_pair_of_task_states(source, target):
    if target in TASK[source]:
        check_task_move(source, target)
    else:
        with pytest.raises(IllegalMoveError, match=f"from {source} to {target}"):
            check_task_move(source, target)
