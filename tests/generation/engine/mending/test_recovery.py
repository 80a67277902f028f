"""Tasks whose worker was lost."""

import pytest

from generation.app_settings import MAX_WORKER_LOSSES
from generation.engine.mending.recovery import recover_lost_tasks
from generation.models import GenerationJob
from generation.states import JobStatus
from settings_app import store
from tests.support.funnels import make_user
from tests.support.recovery import make_begun_job

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_that_cannot_be_mended_does_not_keep_the_others_waiting():
    store.save({MAX_WORKER_LOSSES.key: 0}, changed_by=None)
    owner = make_user()
    odd, whole, odd_too = (make_begun_job(owner) for _ in range(3))
    GenerationJob.objects.filter(pk__in=[odd.pk, odd_too.pk]).update(status=JobStatus.COMPLETED)

    assert recover_lost_tasks() == 1

    whole.refresh_from_db()
    assert whole.error_code == "worker_lost"
