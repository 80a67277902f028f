"""A start under a key: what becomes of it where that for which it is was deleted meanwhile."""

import pytest

from generation.engine.verbs.idempotency import start_once
from generation.engine.verbs.jobs import start_job
from generation.errors import NotAllowedError
from generation.models import Funnel, GenerationJob
from tests.support.funnels import make_funnel

pytestmark = pytest.mark.django_db


def test_a_start_for_a_funnel_that_was_deleted_meanwhile_is_refused():
    funnel = make_funnel()
    Funnel.objects.filter(pk=funnel.pk).delete()

    with pytest.raises(NotAllowedError) as refused:
        start_once(owner=funnel.owner, key="k", request={}, start=lambda: start_job(funnel))

    assert (refused.value.code, GenerationJob.objects.count()) == ("deleted_meanwhile", 0)
