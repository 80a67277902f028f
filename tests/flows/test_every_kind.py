"""Every kind beside the funnel, from its sample to its export and over the API: a real worker, real SDKs."""

import pytest
from django.core.management import call_command

from generation.blueprints import KINDS
from generation.models import GenerationJob
from generation.states import JobStatus
from tests.support.api import client_of
from tests.support.funnels import SAMPLES, make_funnel, make_user, sample, standing, wait_for_end

KINDS_BESIDE = [kind for kind in KINDS if kind != "funnel"]

pytestmark = [
    pytest.mark.parametrize("kind", KINDS_BESIDE),
    pytest.mark.usefixtures("running_worker", "illustrator"),
]


def test_the_sample_is_generated_to_its_export(kind, tmp_path):
    make_user("root", is_superuser=True)
    brief = str(SAMPLES / f"calm-inbox-{kind}.json")

    call_command("generate", brief, "--blueprint", kind, "--out", str(tmp_path))

    (export,) = tmp_path.iterdir()
    assert export.read_bytes().startswith(b"PK")
    job = GenerationJob.objects.get()
    assert (job.blueprint, job.status) == (kind, JobStatus.COMPLETED), standing(job)


def test_the_api_starts_it_and_has_every_part_of_it(kind):
    asked = sample(f"calm-inbox-{kind}")
    inputs = asked.pop("inputs")
    funnel = make_funnel(**asked)
    api = client_of(funnel.owner)

    answer = api.post(
        f"/api/funnels/{funnel.pk}/generate/", {"blueprint": kind, "inputs": inputs}, format="json"
    )

    assert answer.status_code == 202, answer.json()
    job = wait_for_end(GenerationJob.objects.get())
    assert job.status == JobStatus.COMPLETED, standing(job)
    where = {"blueprint": kind, "subject": job.subject}
    parts = api.get(f"/api/funnels/{funnel.pk}/content/", where).json()["parts"]
    assert [part["task"] for part in parts if part["sections"]] == list(
        job.tasks.order_by("position").values_list("key", flat=True)
    )
