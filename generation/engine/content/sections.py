"""Content read and written: the stored sections that later tasks carry on from, and those just finished.

Plain SQL, because both stand on the path of every task.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection

from generation.blueprints.base import TaskSpec, WrittenSection, WrittenTask
from generation.models.claims import ClaimedTask
from generation.pipeline.draft import FinishedSection


def written_tasks(claim: ClaimedTask, tasks: Sequence[TaskSpec]) -> tuple[WrittenTask, ...]:
    """Return the stored output of these tasks of the claim's job, as a person would read it now."""
    keys = [task.key for task in tasks]
    sections = written_sections(claim.funnel_id, claim.blueprint, claim.subject, task_keys=keys)
    return tuple(
        WrittenTask(
            key=task.key, title=task.title, product=task.product, sections=tuple(sections.get(task.key, ()))
        )
        for task in tasks
    )


def written_sections(
    funnel_id: UUID, blueprint: str, subject: str, *, task_keys: Sequence[str] | None = None
) -> dict[str, list[WrittenSection]]:
    """Return the sections that are shown, by the key of their task, in their order.

    `task_keys` None means all tasks. Retired sections are left out.
    """
    by_task: dict[str, list[WrittenSection]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _SHOWN,
            {
                "funnel": funnel_id,
                "blueprint": blueprint,
                "subject": subject,
                "tasks": None if task_keys is None else list(task_keys),
            },
        )
        for task_key, key, kind, title, body, fields in cursor.fetchall():
            section = WrittenSection(key=key, kind=kind, title=title, body=body, fields=fields)
            by_task.setdefault(task_key, []).append(section)
    return by_task


_SHOWN = """
-- json, not jsonb, which Django has psycopg2 hand out as text
SELECT section.task_key, section.key, section.kind, section.title, revision.body,
       revision.fields::json
  FROM sections AS section
  JOIN revisions AS revision ON revision.section_id = section.id AND revision.number = section.version
 WHERE section.funnel_id = %(funnel)s AND section.blueprint = %(blueprint)s
   AND section.subject = %(subject)s AND NOT section.retired
   AND (%(tasks)s::text[] IS NULL OR section.task_key = ANY(%(tasks)s))
 ORDER BY section.position
"""


def store_sections(claim: ClaimedTask, finished: Sequence[FinishedSection]) -> None:
    """Add a revision to each section of the claimed task; must run under the job's lock.

    A section that a person edited or locked keeps its text, the new one is offered beside it. Sections the
    task no longer has are retired unless a person edited them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "funnel": claim.funnel_id,
                "blueprint": claim.blueprint,
                "subject": claim.subject,
                "task": claim.task_key,
                "attempt": claim.attempt_id,
                "sections": json.dumps([_as_row(section) for section in finished]),
            },
        )


def _as_row(finished: FinishedSection) -> dict[str, Any]:
    return {
        "key": finished.spec.key,
        "kind": finished.spec.kind,
        "title": finished.spec.title,
        "position": finished.position,
        "body": finished.body,
        "fields": dict(finished.fields),
        "words": finished.words,
        "advice": [asdict(violation) for violation in finished.advice],
    }


# Locks the sections it finds: a person's edit of this moment is waited for, and seen (edits.py).
# `next` is Section.last_number + 1.
_STORE = """
WITH written AS (
    SELECT * FROM jsonb_to_recordset(%(sections)s) AS row (
        key text, kind text, title text, position int, body text, fields jsonb, words int, advice jsonb)
), known AS (
    SELECT id, key, edited OR locked AS is_kept_by_person, greatest(version, offered) + 1 AS next
      FROM sections
     WHERE funnel_id = %(funnel)s AND blueprint = %(blueprint)s AND subject = %(subject)s
       AND task_key = %(task)s
       FOR UPDATE
), retired AS (
    UPDATE sections
       SET retired = NOT known.is_kept_by_person, updated_at = clock_timestamp()
      FROM known
     WHERE sections.id = known.id AND known.key NOT IN (SELECT key FROM written)
), offered AS (
    UPDATE sections
       SET retired = false, offered = known.next, updated_at = clock_timestamp()
      FROM known JOIN written USING (key)
     WHERE sections.id = known.id AND known.is_kept_by_person
    RETURNING sections.id, sections.key, known.next AS number
), rewritten AS (
    UPDATE sections
       SET retired = false, offered = NULL, version = known.next, kind = written.kind,
           title = written.title, position = written.position, updated_at = clock_timestamp()
      FROM known JOIN written USING (key)
     WHERE sections.id = known.id AND NOT known.is_kept_by_person
    RETURNING sections.id, sections.key, known.next AS number
), added AS (
    INSERT INTO sections
           (id, funnel_id, blueprint, subject, task_key, key, kind, title, position, version, edited, locked,
            retired, created_at, updated_at)
    SELECT gen_random_uuid(), %(funnel)s, %(blueprint)s, %(subject)s, %(task)s, key, kind, title, position, 1,
           false, false, false, clock_timestamp(), clock_timestamp()
      FROM written
     WHERE key NOT IN (SELECT key FROM known)
    RETURNING id, key, 1 AS number
)
INSERT INTO revisions (section_id, number, title, body, fields, words, advice, attempt_id, created_at)
SELECT id, number, title, body, fields, words, advice, %(attempt)s, clock_timestamp()
  FROM (TABLE offered UNION ALL TABLE rewritten UNION ALL TABLE added) AS section
  JOIN written USING (key)
"""
