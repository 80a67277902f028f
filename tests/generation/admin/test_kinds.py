"""Jobs, texts and files of other kinds than the funnel's own, told apart on the admin's pages."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from generation.blueprints import BLUEPRINTS
from generation.engine.verbs.jobs import start_job
from generation.models import ExportFile, GenerationBatch, GenerationJob, Section

pytestmark = pytest.mark.django_db

SPRING = {"documents": ["faq"], "project": "Spring relaunch"}
OF_A_KIND = [GenerationJob, GenerationBatch, Section, ExportFile]


@pytest.fixture
def job(funnel) -> GenerationJob:
    job = start_job(funnel, blueprint="documents", inputs=SPRING)
    job.batch = GenerationBatch.objects.create(owner=job.owner, name="Sets", blueprint="documents")
    job.save()
    about = {"funnel": funnel, "blueprint": "documents", "subject": job.subject}
    Section.objects.create(**about, task_key="faq", key="summary", kind="prose", title="Summary", position=1)
    ExportFile.objects.create(**about, format="pdf", fingerprint="0" * 64)
    start_job(funnel)
    return job


def listed(client: Client, model: type, query: str = "") -> str:
    address = reverse(f"admin:generation_{model._meta.model_name}_changelist")
    return client.get(address + query).content.decode()


@pytest.mark.parametrize("model", OF_A_KIND)
def test_every_kind_can_be_filtered_for(model, admin_client):
    offered = listed(admin_client, model)

    assert admin.site.is_registered(model)
    for kind in BLUEPRINTS:
        assert f"blueprint={kind.key}" in offered


@pytest.mark.parametrize("model", [GenerationJob, Section, ExportFile])
@pytest.mark.usefixtures("job")
def test_a_list_shows_the_subject_and_finds_by_it(model, admin_client):
    assert "Spring relaunch" in listed(admin_client, model, "?blueprint=documents")
    assert "Spring relaunch" not in listed(admin_client, model, "?blueprint=launch")
    assert "Spring relaunch</td>" in listed(admin_client, model, "?q=relaunch")


def test_a_batch_names_its_jobs_by_what_they_write(job, admin_client):
    page = admin_client.get(reverse("admin:generation_generationbatch_change", args=[job.batch_id]))

    assert "Calm Inbox / Company documents: Spring relaunch" in page.content.decode()


def test_what_is_done_to_a_job_is_told_with_its_kind_and_subject(job, admin_client):
    address = reverse("admin:generation_generationjob_changelist")
    sent = {"action": "resume", "_selected_action": [str(job.pk)]}

    told = admin_client.post(address, sent, follow=True).content.decode()

    assert "Calm Inbox / Company documents: Spring relaunch: " in told
