"""A batch of thirty beside somebody else's one job: neither waits for the whole of the other."""

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.running.dispatch import admit_jobs
from generation.engine.standing.batches import batch_standing, jobs_of_batch
from generation.engine.standing.reach import OPERATOR
from generation.engine.verbs.jobs import start_job
from generation.models import GenerationJob
from generation.states import JobStatus
from settings_app import store
from tests.support.batches import make_batch
from tests.support.funnels import make_funnel, make_user, wait_for_end


def test_a_batch_completes_and_lets_somebody_elses_job_begin_at_its_turn(running_worker, nothing_admitted):
    batch = make_batch(make_user("ana"), jobs=30)
    single = start_job(make_funnel(make_user("ben")))

    store.save({MAX_CONCURRENT_JOBS.key: 8}, changed_by=None)
    admit_jobs()

    for job in [single, *jobs_of_batch(batch)]:
        assert wait_for_end(job, seconds=120).status == JobStatus.COMPLETED
    begun = list(GenerationJob.objects.order_by("started_at").values_list("pk", flat=True))
    assert begun.index(single.pk) == 1
    assert begun[0] == jobs_of_batch(batch)[0].pk
    assert batch_standing(batch, viewer=OPERATOR).progress.percent == 100
