"""The admin of generation: one file per noun, each registering its own pages."""

from generation.admin import (
    attempts,
    audit,
    batches,
    credits,  # noqa: A004 - the noun is what it is
    dashboard,
    deliveries,
    events,
    exports,
    funnels,
    incidents,
    jobs,
    people,
    ratings,
    sections,
    tasks,
)

__all__ = [
    "attempts",
    "audit",
    "batches",
    "credits",
    "dashboard",
    "deliveries",
    "events",
    "exports",
    "funnels",
    "incidents",
    "jobs",
    "people",
    "ratings",
    "sections",
    "tasks",
]
