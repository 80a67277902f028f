"""The admin of generation: one file per noun, each registering its own pages."""

from generation.admin import (
    attempts,
    audit,
    dashboard,
    deliveries,
    events,
    exports,
    funnels,
    jobs,
    people,
    ratings,
    sections,
    tasks,
)

__all__ = [
    "attempts",
    "audit",
    "dashboard",
    "deliveries",
    "events",
    "exports",
    "funnels",
    "jobs",
    "people",
    "ratings",
    "sections",
    "tasks",
]
