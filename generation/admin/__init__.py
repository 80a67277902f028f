"""The admin of generation: one file per noun, each registering its own pages."""

from generation.admin import attempts, events, funnels, jobs, people, sections, tasks

__all__ = ["attempts", "events", "funnels", "jobs", "people", "sections", "tasks"]
