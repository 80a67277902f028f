"""Every address that changes something, with something good to send there.

They are taken from the list of addresses itself, so that a new one is among them: what stands for its parts
is said here, and what it is to be sent in `bodies.py`. Those of the admin are Django's own.
"""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from knox.models import AuthToken

from generation.app_settings import SIGN_UP_OPEN, SUPPORT_URL
from generation.engine.batches.verbs import cancel_batch
from generation.engine.exporting.requests import request_export
from generation.engine.outbox.confirmed import token_for
from generation.engine.verbs.briefs import keep_as_template
from generation.models import GenerationJob, ProviderIncident
from generation.states import DeliveryStatus
from settings_app import store
from tests.support.batches import make_batch
from tests.support.bodies import BODIES, NEW_PASSWORD_BY_LINK
from tests.support.deliveries import make_delivery, make_webhook
from tests.support.edits import save
from tests.support.funnels import make_funnel
from tests.support.jobs import complete, start_running, write

Parts = Mapping[str, Any]
"""What stands for the parts of addresses, by their names."""

_NOT_OURS = ("admin/", "api/schema/", "api/docs/", "favicon.ico")
_UNSAFE = ("post", "patch", "delete")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where something is sent: a form where it is a page's, else JSON."""

    method: str
    route: str

    def send(self, client: Client, parts: Parts) -> int:
        """Send it there, about this, and return the status of the answer."""
        ask, path, body = getattr(client, self.method), self._path(parts), BODIES.get(str(self), {})
        if self.route.startswith("api/"):
            return int(ask(path, json.dumps(body), content_type="application/json").status_code)
        if self.route == NEW_PASSWORD_BY_LINK:  # which leads to where its form is sent
            path = client.get(path, follow=True).request["PATH_INFO"]
        return int(ask(path, body).status_code)

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
    batch = make_batch(user, jobs=1)
    cancel_batch(batch)
    store.save({SIGN_UP_OPEN.key: True, SUPPORT_URL.key: "mailto:help@example.com"}, changed_by=None)
    job = start_running(make_funnel(user))
    section = save(write(job, 1), "By hand.")
    complete(job)
    webhook = make_webhook(user)
    incident, _ = ProviderIncident.objects.get_or_create(
        provider="anthropic",
        model="next",
        code="unauthorised",
        message="No.",
        defaults={"opened_at": timezone.now()},
    )
    return {
        "funnel_id": job.funnel_id,
        "job_id": job.pk,
        "batch_id": batch.pk,
        "section_id": section.pk,
        "file_id": request_export(job.funnel, format="md").pk,
        "template_id": keep_as_template(job.funnel, user, name="Kept").pk,
        "webhook_id": webhook.pk,
        "delivery_id": make_delivery(webhook, status=DeliveryStatus.FAILED).pk,
        "token_key": AuthToken.objects.create(user)[0].token_key,
        **link_for_new_password(user),
        "token": token_for(user.pk, user.email),
        "incident_id": incident.pk,
        "key": section.task_key,
        "step": "audience",
        "blueprint": "funnel",
        "kind": "documents",
        "code": "network",
    }


def link_for_new_password(user: User) -> Parts:
    """Return what stands at the end of the link that a letter brings to this person."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return {"uidb64>/<token": f"{uid}/{default_token_generator.make_token(user)}"}


def about_others(
    address: Address, parts: Parts, *, failed: GenerationJob, in_line: GenerationJob, forgetful: User
) -> Parts:
    """Return the parts of an address that is about a job in another state than ended well.

    So is a link for a new password about somebody else: it ends all that its owner does.
    """
    if address.route == NEW_PASSWORD_BY_LINK:
        return {**parts, **link_for_new_password(forgetful)}
    if address.route.endswith(("/resume/", "/retry/")):
        return {**parts, "job_id": failed.pk, "funnel_id": failed.funnel_id}
    in_line_only = ("/cancel/", "/high/", "/normal/", "/low/", "/later/", "/priority/")
    if address.method == "patch" or address.route.endswith(in_line_only):
        return {**parts, "job_id": in_line.pk, "batch_id": in_line.batch_id}
    return parts
