"""Something good to send to each address that changes something."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.support.funnels import sample

NEW_PASSWORD_BY_LINK = "password/new/<uidb64>/<token>/"

_PASSWORD = "a long enough password"  # everybody's in tests
_NEW_PASSWORD = "another long one 7"
_NOW = timezone.now()
BODIES: dict[str, dict[str, Any]] = {
    "post theme/": {"theme": "dark"},
    "post tracker/dismiss/": {"run": "0123abcd-0123abcd"},
    "post funnels/new/": {"begin": "blank", "name": "New", "key": "0b8d45b4-6c0f-4f4f-9d5c-1f3b6f0f6a11"},
    "post funnels/<uuid:funnel_id>/brief/<slug:step>/": {"go": "next"},
    "post funnels/<uuid:funnel_id>/rename/": {"name": "Renamed"},
    "post funnels/<uuid:funnel_id>/template/": {"name": "Kept"},
    "post funnels/<uuid:funnel_id>/write/<slug:kind>/": {"in-documents": ["faq"]},
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
    f"post {NEW_PASSWORD_BY_LINK}": {"new_password1": _NEW_PASSWORD, "new_password2": _NEW_PASSWORD},
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
    "post batches/<uuid:batch_id>/later/": {"deadline": f"{_NOW + timedelta(days=2):%Y-%m-%dT%H:%M}"},
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
