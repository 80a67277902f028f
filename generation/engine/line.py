"""Where in line a job stands, without reading the whole line."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from generation.app_settings import FAIR_SHARE, MAX_CONCURRENT_JOBS_PER_USER, PRIORITY_AGING_MINUTES
from generation.engine.dispatch import _IN_LINE
from settings_app.schema import Values


def places_in_line(job_ids: Sequence[UUID], values: Values) -> dict[UUID, int]:
    """Return the places, counted from 1 as `jobs_in_line` orders, of those of these jobs that are in line."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PLACES,
            {
                "jobs": list(job_ids),
                "aging": values[PRIORITY_AGING_MINUTES],
                "fair": values[FAIR_SHARE],
                "per_user": values[MAX_CONCURRENT_JOBS_PER_USER],
            },
        )
        return dict(cursor.fetchall())


_PLACES = f"""
SELECT line.id, line.place
  FROM unnest(ARRAY({_IN_LINE})) WITH ORDINALITY AS line (id, place)
 WHERE line.id = ANY(%(jobs)s::uuid[])
"""  # noqa: S608 - put together from our own text alone
