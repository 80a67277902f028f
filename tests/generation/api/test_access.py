"""Nobody reaches what is not theirs: checked from the list of routes itself."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from generation.engine.verbs.jobs import start_job
from generation.models import Funnel, GenerationBatch, Section
from generation.pictures.kept import keep
from generation.providers.demo.pictures import draw_picture
from tests.support.api import client_named, client_of, staff_who_may
from tests.support.deliveries import make_webhook
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

OPEN_TO_ALL = {"api/schema/", "api/docs/"}
METHODS = ("get", "post", "patch", "delete")


def routes(patterns: list, prefix: str = "") -> Iterator[tuple[str, type]]:
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern) and address.startswith("api/"):
            yield address, pattern.callback.cls


ROUTES = [
    pytest.param(address, method, id=f"{method} {address}")
    for address, view in routes(get_resolver().url_patterns)
    for method in METHODS
    if hasattr(view, method) and address not in OPEN_TO_ALL
]
OF_THE_HOUSE = "api/failures/"
ROUTES_WITH_IDS = [
    route for route in ROUTES if "<" in route.values[0] and not route.values[0].startswith(OF_THE_HOUSE)
]
ROUTES_OF_STAFF = [route for route in ROUTES_WITH_IDS if "webhook_id" not in route.values[0]]
ROUTES_OF_OWNERS = [route for route in ROUTES_WITH_IDS if route not in ROUTES_OF_STAFF]


def filled(address: str, **ids: object) -> str:
    for name, value in ids.items():
        address = address.replace(f"<uuid:{name}>", str(value)).replace(f"<slug:{name}>", str(value))
    assert "<" not in address, f"{address}: say here what stands for its parts"
    return f"/{address}"


@pytest.fixture
def ids(funnel):
    """Everything of Ana's that an address can name."""
    job = start_running(funnel)
    section = write(job, 1)
    Section.objects.filter(pk=section.pk).update(kind="picture")
    section.revisions.update(fields={"picture": keep(draw_picture("a desk", (64, 48)))})
    return {
        "funnel_id": funnel.pk,
        "job_id": job.pk,
        "batch_id": GenerationBatch.objects.create(owner=funnel.owner).pk,
        "section_id": section.pk,
        "webhook_id": make_webhook(funnel.owner).pk,
        "key": "lead_magnet_part_1",
        "code": "network",
    }


def test_there_are_routes_to_check():
    assert len(ROUTES_WITH_IDS) >= 20


@pytest.mark.parametrize(("address", "method"), ROUTES)
def test_nobody_signed_in_is_401(ids, address, method):
    answer = getattr(APIClient(), method)(filled(address, **ids))

    assert answer.status_code == 401, answer.content
    assert answer["WWW-Authenticate"] == "Token"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("address", "method"), ROUTES_WITH_IDS)
def test_somebody_elses_is_404(ids, other, address, method):
    answer = getattr(other, method)(filled(address, **ids), {"version": 1, "priority": "high"})

    assert answer.status_code == 404, answer.content
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(("address", "method"), ROUTES_WITH_IDS)
def test_what_is_not_there_is_404(api, address, method):
    names = ("funnel_id", "job_id", "batch_id", "section_id", "webhook_id")
    nothing = {name: uuid4() for name in names} | {"key": "cover"}

    answer = getattr(api, method)(filled(address, **nothing), {"version": 1, "priority": "high"})

    assert answer.status_code == 404, answer.content


@pytest.mark.parametrize(("address", "method"), [r for r in ROUTES_OF_STAFF if r.values[1] == "get"])
def test_staff_reach_every_row(ids, staff, address, method):
    answer = getattr(staff, method)(filled(address, **ids))

    assert answer.status_code in (200, 204), answer.content


@pytest.mark.parametrize(("address", "method"), [r for r in ROUTES_OF_STAFF if r.values[1] != "get"])
def test_staff_change_what_is_anothers_only_by_permission(ids, staff, address, method):
    answer = getattr(staff, method)(filled(address, **ids), {"version": 1, "priority": "high"})

    assert answer.status_code == 403, answer.content
    assert answer.json()["code"] == "permission_denied"
    assert answer.json()["detail"].startswith("This is somebody else's.")


@pytest.mark.parametrize(("address", "method"), ROUTES_OF_OWNERS)
def test_what_is_its_owners_alone_not_even_superusers_reach(ids, address, method):
    root = client_named("root", is_staff=True, is_superuser=True)

    assert getattr(root, method)(filled(address, **ids)).status_code == 404


@pytest.mark.parametrize(
    ("permission", "address", "method", "status"),
    [
        ("change_generationjob", "/api/jobs/{job_id}/cancel/", "post", 200),
        ("change_generationjob", "/api/jobs/{job_id}/tasks/{key}/regenerate/", "post", 409),
        ("change_generationjob", "/api/funnels/{funnel_id}/generate/", "post", 409),
        ("change_generationjob", "/api/funnels/{funnel_id}/", "patch", 403),
        ("change_funnel", "/api/funnels/{funnel_id}/", "patch", 200),
        ("change_funnel", "/api/funnels/{funnel_id}/", "delete", 403),
        ("delete_funnel", "/api/funnels/{funnel_id}/", "delete", 409),
        ("change_funnel", "/api/funnels/{funnel_id}/generate/", "post", 403),
        ("change_section", "/api/sections/{section_id}/", "patch", 200),
    ],
)
def test_each_permission_of_the_admin_opens_its_own_doors(ids, permission, address, method, status):
    client = staff_who_may("pat", permission)

    answer = getattr(client, method)(address.format(**ids), {"version": 1} if "sections" in address else {})

    assert answer.status_code == status, answer.content


def test_superusers_may_do_everything(ids):
    root = client_named("root", is_staff=True, is_superuser=True)

    assert root.post(f"/api/jobs/{ids['job_id']}/cancel/").status_code == 200


def test_staff_act_on_their_own_without_any_permission(staff):
    funnel = make_funnel(User.objects.get(username="sam"))

    assert staff.post(f"/api/funnels/{funnel.pk}/generate/").status_code == 202
    assert staff.delete(f"/api/funnels/{funnel.pk}/").status_code == 409


def test_a_permission_does_not_make_somebody_staff(ids):
    eve = make_user("eve")
    eve.user_permissions.set(Permission.objects.filter(codename="change_generationjob"))

    assert client_of(eve).post(f"/api/jobs/{ids['job_id']}/cancel/").status_code == 404


def test_a_jobs_owner_is_its_funnels(ids, api, other, funnel):
    Funnel.objects.update(owner=User.objects.get(username="ben"))

    for address in (f"/api/jobs/{ids['job_id']}/", f"/api/jobs/{ids['job_id']}/tasks/"):
        assert other.get(address).status_code == 200
        assert api.get(address).status_code == 404
    assert (other.get("/api/jobs/").json()["count"], api.get("/api/jobs/").json()["count"]) == (1, 0)


def test_another_users_funnel_is_not_found_by_its_status(other, funnel):
    assert other.get(f"/api/generation-status/?funnel={funnel.pk}").status_code == 404


@pytest.mark.parametrize("address", ["/api/funnels/", "/api/jobs/"])
def test_lists_show_ones_own_and_staff_may_ask_for_all(api, other, staff, funnel, address):
    start_job(funnel)

    assert api.get(address).json()["count"] == 1
    assert other.get(address).json()["count"] == 0
    assert staff.get(address).json()["count"] == 0
    assert staff.get(f"{address}?owner=all").json()["count"] == 1
    assert other.get(f"{address}?owner=all").status_code == 403


@pytest.mark.parametrize(
    "header", ["Token", "Token wrong", "Token a b", "Token \xff\xfe", "Token " + "0" * 64]
)
def test_a_wrong_token_is_401(db, header):
    answer = APIClient().get("/api/jobs/", HTTP_AUTHORIZATION=header)

    assert answer.status_code == 401
    assert answer.json()["code"] == "authentication_failed"


def test_a_session_signs_in_too_and_needs_its_csrf_token(ana, funnel):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ana)

    assert client.get("/api/jobs/").status_code == 200
    answer = client.post(f"/api/funnels/{funnel.pk}/generate/")

    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


def test_tokens_are_stored_as_digests(api, ana):
    token = api._credentials["HTTP_AUTHORIZATION"].split()[1]

    stored = ana.auth_token_set.get()

    assert token not in (stored.digest, stored.token_key)
