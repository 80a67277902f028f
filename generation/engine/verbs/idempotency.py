"""A start that is asked for twice under one key happens once."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from generation.engine.verbs.starting import starting
from generation.errors import NotAllowedError
from generation.models import GenerationBatch, GenerationJob, IdempotencyKey

Started = TypeVar("Started", GenerationJob, GenerationBatch)

KEPT = timedelta(days=1)

_STARTED_BEFORE = (
    "What this Idempotency-Key started was deleted, and is not started again. Choose a new key to start anew."
)


class KeyReusedError(NotAllowedError):
    """The key was used for another request: what that `started`, None where it was deleted."""

    def __init__(self, started: GenerationJob | GenerationBatch | None) -> None:
        super().__init__(
            "idempotency_key_reused", "This Idempotency-Key was used for another request. Choose a new one."
        )
        self.started = started


def start_once(*, owner: User, key: str, request: object, start: Callable[[], Started]) -> Started:
    """Return the job or batch that `key` stands for; the first time, the one that `start` writes.

    `start` is also where the request is checked: one that was good when it was first asked is answered again
    even if it would be refused by now. Raises KeyReusedError where the owner used the key for another
    `request` within a day, NotAllowedError where what it stands for was deleted, and as `starting` does. Who
    comes second at the same moment waits for the first.
    """
    fingerprint = _fingerprint(request)
    with starting():
        _wait_for_others(owner, key)
        known = IdempotencyKey.objects.filter(owner=owner, key=key).select_related("job", "batch").first()
        if known and known.created_at > timezone.now() - KEPT:
            return cast("Started", _same(known, fingerprint))  # of one kind: it was the same request
        if known:
            known.delete()
        started = start()
        kind = "job" if isinstance(started, GenerationJob) else "batch"
        IdempotencyKey.objects.create(owner=owner, key=key, fingerprint=fingerprint, **{kind: started})
    return started


def _same(known: IdempotencyKey, fingerprint: str) -> GenerationJob | GenerationBatch:
    started = known.batch or known.job
    if known.fingerprint != fingerprint:
        raise KeyReusedError(started)
    if started is None:
        raise NotAllowedError("started_before", _STARTED_BEFORE)
    return started


def _fingerprint(request: Any) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()


def _wait_for_others(owner: User, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"start:{owner.pk}:{key}"])
