"""Every page that is registered, walked from the registry, so that a newcomer is walked at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from generation.engine.verbs.jobs import start_job
from generation.models import (
    AuditEntry,
    ExportFile,
    GenerationBatch,
    GenerationJob,
    GenerationTask,
    JobRating,
    TaskAttempt,
)
from settings_app import store
from settings_app.models import AppSetting
from tests.support.admin import client_of, make_attempt, make_beat, write_cover
from tests.support.deliveries import make_delivery, make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.incidents import make_incident

pytestmark = pytest.mark.django_db

MODELS = [pytest.param(model, id=model._meta.model_name) for model in admin.site._registry]
WITH_PAGES = [param for param in MODELS if param.values[0] is not AppSetting]


def page(model: type[Model], name: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=arguments)


@pytest.fixture
def one_of_everything(failed_job: GenerationJob) -> None:
    make_beat("worker@here:1")
    Group.objects.create(name="Operators")
    AuthToken.objects.create(user=failed_job.owner)
    store.save({"fair_share": False}, None)
    AuditEntry.objects.create(action="job_started", target="job", target_id=failed_job.pk, through="api")
    GenerationBatch.objects.create(owner=failed_job.owner, name="Spring pages", blueprint="funnel")
    JobRating.objects.create(job=failed_job, stars=2, comment="The inbox chapter was thin.")
    make_delivery(make_webhook(failed_job.owner))
    make_incident()
    ExportFile.objects.create(
        funnel=failed_job.funnel, blueprint="funnel", format="pdf", fingerprint="0" * 64
    )


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("one_of_everything")
def test_every_list_opens_and_can_be_searched(model: type[Model], admin_client: Client) -> None:
    assert admin_client.get(page(model, "changelist")).status_code == 200
    assert admin_client.get(page(model, "changelist"), {"q": "inbox"}).status_code in (200, 302)


@pytest.mark.parametrize("model", WITH_PAGES)
@pytest.mark.usefixtures("one_of_everything")
def test_every_row_has_a_page(model: type[Model], admin_client: Client) -> None:
    row = model._default_manager.first()
    assert row is not None

    assert admin_client.get(page(model, "change", row.pk)).status_code == 200
    assert admin_client.get(page(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", WITH_PAGES)
@pytest.mark.usefixtures("one_of_everything")
def test_a_page_of_a_row_that_is_gone_leads_back(model: type[Model], admin_client: Client) -> None:
    assert admin_client.get(page(model, "change", "0")).status_code == 302


@pytest.mark.parametrize("model", WITH_PAGES)
@pytest.mark.usefixtures("one_of_everything")
def test_who_is_not_staff_is_sent_to_sign_in(model: type[Model], client: Client) -> None:
    row = model._default_manager.first()
    assert row is not None
    client.force_login(make_user("eve"))

    for address in (page(model, "changelist"), page(model, "change", row.pk)):
        assert client.get(address)["Location"].startswith("/admin/login/")
        assert client.post(address)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("model", WITH_PAGES)
@pytest.mark.usefixtures("one_of_everything")
def test_staff_without_permissions_see_nothing_but_the_settings(model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    expected = 200 if model._meta.app_label == "settings_app" else 403

    nobody = client_of(make_user("nobody", is_staff=True))

    assert nobody.get(page(model, "changelist")).status_code == expected
    assert nobody.get(page(model, "change", row.pk)).status_code == expected


ENGINES = [
    *("generationjob", "generationtask", "taskattempt", "jobevent", "section", "revision", "processbeat"),
    *("exportfile", "jobrating"),
]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.usefixtures("one_of_everything")
def test_nobody_writes_by_hand_what_the_engine_writes(name: str, admin_client: Client) -> None:
    model = next(model for model in admin.site._registry if model._meta.model_name == name)
    row = model._default_manager.first()
    assert row is not None

    assert admin_client.get(page(model, "add")).status_code == 403
    assert admin_client.post(page(model, "change", row.pk), {"status": "completed"}).status_code == 403
    if name != "generationjob":
        assert admin_client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


QUERIES = 14  # session, user, settings, count, rows, and what the filters and the date line ask


@pytest.mark.parametrize("model", WITH_PAGES)
@pytest.mark.usefixtures("one_of_everything")
def test_a_longer_list_takes_no_more_queries(
    model: type[Model], admin_client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(5):
        _one_more(number)

    with django_assert_max_num_queries(QUERIES):
        assert admin_client.get(page(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", [GenerationJob, GenerationTask, TaskAttempt])
@pytest.mark.usefixtures("one_of_everything")
def test_a_page_takes_a_fixed_number_of_queries(
    model: type[Model], admin_client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    job = GenerationJob.objects.get()
    for task in job.tasks.all():
        make_attempt(task, number=3)
    row = model._default_manager.first()
    assert row is not None

    with django_assert_max_num_queries(22):
        assert admin_client.get(page(model, "change", row.pk)).status_code == 200


def test_signing_in_leads_to_the_pages(client: Client) -> None:
    User.objects.create_superuser("root", password="a long enough password")

    asked, _ = client.get("/admin/", follow=True).redirect_chain[-1]
    sign_in = {"username": "root", "password": "a long enough password", "next": "/admin/"}
    response = client.post(asked, sign_in, follow=True)

    assert response.redirect_chain == [("/admin/", 302)]
    assert page(GenerationJob, "changelist") in response.content.decode()


@pytest.mark.usefixtures("one_of_everything")
def test_no_page_loads_anything_from_elsewhere(admin_client: Client) -> None:
    job = GenerationJob.objects.get()

    for address in ("/admin/", page(GenerationJob, "change", job.pk)):
        html = admin_client.get(address).content.decode()
        assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']*""", html) == []


def _one_more(number: int) -> None:
    funnel = make_funnel(make_user(f"owner{number}"), name=f"Inbox {number}")
    job = start_job(funnel)
    task = job.tasks.first()
    assert task is not None
    make_attempt(task)
    write_cover(job, task.key)
    make_beat(f"worker@here:{number + 2}")
    AuthToken.objects.create(user=funnel.owner)
    Group.objects.create(name=f"Group {number}")
