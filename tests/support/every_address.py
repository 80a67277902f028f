"""Every address that changes something, with something good to send there.

They are taken from the list of addresses itself, so that a new one is among them: what stands for its parts,
and what it is to be sent, is said here. Those of the admin are Django's own.
"""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from knox.models import AuthToken

from generation.app_settings import SIGN_UP_OPEN, SUPPORT_URL
from generation.engine.exporting.requests import request_export
from generation.engine.verbs.briefs import keep_as_template
from generation.models import GenerationBatch, GenerationJob, ProviderIncident
from generation.states import DeliveryStatus
from settings_app import store
from tests.support.deliveries import make_delivery, make_webhook
from tests.support.edits import save
from tests.support.funnels import make_funnel, sample
from tests.support.jobs import complete, start_running, write

Parts = Mapping[str, Any]
"""What stands for the parts of addresses, by their names."""

_NOT_OURS = ("admin/", "api/schema/", "api/docs/", "favicon.ico")
_UNSAFE = ("post", "patch", "delete")
_PASSWORD = "a long enough password"  # everybody's in tests
_NEW_PASSWORD = "another long one 7"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where something is sent: a form where it is a page's, else JSON."""

    method: str
    route: str

    def send(self, client: Client, parts: Parts) -> int:
        """Send it there, about this, and return the status of the answer."""
        ask, body = getattr(client, self.method), _BODIES.get(str(self), {})
        if self.route.startswith("api/"):
            return int(ask(self._path(parts), json.dumps(body), content_type="application/json").status_code)
        return int(ask(self._path(parts), body).status_code)

    def _path(self, parts: Parts) -> str:
        path = f"/{self.route}"
        for name, value in parts.items():
            for kind in ("uuid:", "slug:", "int:", ""):
                path = path.replace(f"<{kind}{name}>", str(value))
        assert "<" not in path, f"{path}: say in tests/support/every_address.py what stands for its parts"
        return path

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def addresses() -> list[Address]:
    """Return all of them."""
    return [
        Address(method=method, route=route)
        for route, view in _views(get_resolver().url_patterns)
        for method in _methods(view)
    ]


def _views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if route.startswith(_NOT_OURS):
            continue
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def _methods(view: Any) -> list[str]:
    if hasattr(view, "cls"):
        return [method for method in _UNSAFE if hasattr(view.cls, method)]
    return ["post"] if _takes_posts(view) else []


def _takes_posts(view: Any) -> bool:
    """Whether none of Django's decorators around a page keeps posts from it."""
    while view:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list", ["POST"])
        if "POST" not in methods:
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def parts_of(user: User) -> dict[str, Any]:
    """Write something of this person's for every address to be about; nothing of it is open."""
    store.save({SIGN_UP_OPEN.key: True, SUPPORT_URL.key: "mailto:help@example.com"}, changed_by=None)
    job = start_running(make_funnel(user))
    section = save(write(job, 1), "By hand.")
    complete(job)
    webhook = make_webhook(user)
    incident, _ = ProviderIncident.objects.get_or_create(
        provider="anthropic", model="next", code="unauthorised", message="No.", defaults={"opened_at": _NOW}
    )
    return {
        "funnel_id": job.funnel_id,
        "job_id": job.pk,
        "batch_id": GenerationBatch.objects.create(owner=user, name="Spring", blueprint="funnel").pk,
        "section_id": section.pk,
        "file_id": request_export(job.funnel, format="md").pk,
        "template_id": keep_as_template(job.funnel, user, name="Kept").pk,
        "webhook_id": webhook.pk,
        "delivery_id": make_delivery(webhook, status=DeliveryStatus.FAILED).pk,
        "token_key": AuthToken.objects.create(user)[0].token_key,
        "token": "set-password",
        "uidb64": "MQ",
        "incident_id": incident.pk,
        "key": section.task_key,
        "step": "audience",
        "blueprint": "funnel",
        "code": "network",
    }


def about_others(address: Address, parts: Parts, *, failed: GenerationJob, in_line: GenerationJob) -> Parts:
    """Return the parts of an address that is about a job in another state than ended well."""
    if address.route.endswith(("/resume/", "/retry/")):
        return {**parts, "job_id": failed.pk, "funnel_id": failed.funnel_id}
    if address.route.endswith(("/cancel/", "/high/", "/normal/", "/low/", "/later/", "/priority/")):
        return {**parts, "job_id": in_line.pk}
    return parts


_NOW = timezone.now()
_BODIES: dict[str, dict[str, Any]] = {
    "post theme/": {"theme": "dark"},
    "post tracker/dismiss/": {"run": "0123abcd-0123abcd"},
    "post funnels/new/": {"begin": "blank", "name": "New", "key": "0b8d45b4-6c0f-4f4f-9d5c-1f3b6f0f6a11"},
    "post funnels/<uuid:funnel_id>/brief/<slug:step>/": {"go": "next"},
    "post funnels/<uuid:funnel_id>/rename/": {"name": "Renamed"},
    "post funnels/<uuid:funnel_id>/template/": {"name": "Kept"},
    "post funnels/<uuid:funnel_id>/export/": {"format": "html"},
    "post funnels/<uuid:funnel_id>/regenerate/<slug:key>/": {"note": "Shorter."},
    "post sign-in/": {"username": "ana", "password": _PASSWORD},
    "post sign-up/": {
        "username": "nora",
        "email": "nora@example.com",
        "password1": _NEW_PASSWORD,
        "password2": _NEW_PASSWORD,
    },
    "post password/forgotten/": {"email": "nobody@example.com"},
    "post password/": {
        "old_password": _PASSWORD,
        "new_password1": _NEW_PASSWORD,
        "new_password2": _NEW_PASSWORD,
    },
    "post account/": {"first_name": "Ana"},
    "post account/notifications/": {"mail_when_ready": "on"},
    "post account/webhooks/": {"url": "https://hooks.example/new", "completed": "on"},
    "post account/tokens/": {"name": "A program"},
    "post sections/<uuid:section_id>/edit/": {
        "version": 2,
        "title": "Title",
        "body": "Body",
        "line_subject": "A",
        "line_preview": "B",
    },
    "post sections/<uuid:section_id>/restore/": {"version": 2, "number": 1},
    "post sections/<uuid:section_id>/offer/": {"version": 2, "number": 1, "choice": "take"},
    "post sections/<uuid:section_id>/lock/": {"locked": "yes"},
    "post jobs/<uuid:job_id>/reset/": {"seen": 1},
    "post jobs/<uuid:job_id>/rating/": {"stars": 5},
    "post jobs/<uuid:job_id>/later/": {"now": "1"},
    "post queue/<uuid:job_id>/priority/": {"priority": "high"},
    "post api/funnels/": sample(),
    "patch api/funnels/<uuid:funnel_id>/": {"name": "Renamed"},
    "patch api/jobs/<uuid:job_id>/": {"scheduled_at": (_NOW + timedelta(days=1)).isoformat()},
    "patch api/sections/<uuid:section_id>/": {"version": 2, "body": "Mine."},
    "post api/batches/": {"items": [{"name": "One of many", "brief": sample()["brief"]}]},
    "patch api/batches/<uuid:batch_id>/": {"scheduled_at": None},
    "post api/webhooks/": {"url": "https://hooks.example/api"},
    "patch api/webhooks/<uuid:webhook_id>/": {"is_on": False},
    "patch api/settings/": {"parallel_lanes": 2},
}
"""What is sent; nothing where that is enough."""
