"""Who may reach what: their own; staff read everything, and change it by the admin's permissions."""

from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from generation.engine.standing.jobs import Viewer

M = TypeVar("M", bound=Model)

OPERATE = "generation.change_generationjob"
"""The permission to use the engine's verbs on other people's jobs, here as in the admin."""

CHANGE_FUNNEL, DELETE_FUNNEL = "generation.change_funnel", "generation.delete_funnel"
CHANGE_SECTION = "generation.change_section"
"""The permissions staff need for other people's briefs and texts."""

OWNER, FUNNEL_OWNER = "owner", "funnel__owner"
"""The paths from a row to its owner."""


class NotAllowedToChangeError(Exception):
    """Somebody else's row, which this person may look at only."""

    def __init__(self) -> None:
        super().__init__("This is somebody else's. You may look at it; changing it needs a permission.")


def viewer_of(user: User) -> Viewer:
    """Return the user as one who looks at jobs."""
    return Viewer(user_id=user.pk, operates=user.is_staff and user.has_perm(OPERATE))


def reachable(rows: "QuerySet[M]", user: User, *, owner: str = OWNER) -> "QuerySet[M]":
    """Return the rows the user may see; `owner` is the path to the row's owner."""
    return rows if user.is_staff else rows.filter(**{owner: user})


def find_reachable(
    rows: "QuerySet[M]", row_id: UUID, user: User, *, owner: str = OWNER, to_change: str = ""
) -> M:
    """Return the row, which the user may see, and change if `to_change` names the permission that staff need.

    Raises the model's DoesNotExist for what is not theirs to see, and NotAllowedToChangeError.
    """
    found = reachable(rows, user, owner=owner).get(pk=row_id)
    if not to_change or not user.is_staff or user.has_perm(to_change):
        return found
    if not rows.filter(**{"pk": row_id, owner: user}).exists():
        raise NotAllowedToChangeError
    return found
