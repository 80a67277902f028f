"""Processes: what each is called, and its sign of life."""

import os
import socket
from datetime import datetime

from django.utils import timezone

from generation.models import ProcessBeat


def process_name(kind: str) -> str:
    """Return what this process is called: its kind, machine and process id."""
    return f"{kind}@{socket.gethostname()}:{os.getpid()}"


def beat(name: str, *, kind: str, started_at: datetime, holding: int = 0) -> None:
    """Write down a process's sign of life."""
    ProcessBeat.objects.update_or_create(
        name=name,
        defaults={"kind": kind, "holding": holding, "started_at": started_at, "at": timezone.now()},
    )
