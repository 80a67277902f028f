"""Who looks at what: their own; staff at everything, and they change it by the admin's permissions."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from generation.app_settings import PRIORITY_BOOST
from settings_app.schema import Values

M = TypeVar("M", bound=Model)

OPERATE = "generation.change_generationjob"
"""The permission to use the engine's verbs on other people's jobs, here as in the admin."""

CHANGE_FUNNEL, DELETE_FUNNEL = "generation.change_funnel", "generation.delete_funnel"
CHANGE_SECTION = "generation.change_section"
"""The permissions staff need for other people's briefs and texts."""

OWNER, FUNNEL_OWNER = "owner", "funnel__owner"
"""The paths from a row to its owner."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who asks: a person, who acts on their own jobs, and `operates` where they may act on everybody's."""

    user_id: int | None = None
    operates: bool = False


OPERATOR = Viewer(operates=True)


class NotAllowedToChangeError(Exception):
    """Somebody else's row, which this person may look at only."""

    def __init__(self) -> None:
        super().__init__("This is somebody else's. You may look at it; changing it needs a permission.")


def viewer_of(user: User) -> Viewer:
    """Return the user as one who looks at jobs."""
    return Viewer(user_id=user.pk, operates=user.is_staff and user.has_perm(OPERATE))


def may_prioritise(values: Values, viewer: Viewer) -> bool:
    """Whether the viewer may change the priority of their own jobs."""
    return viewer.operates or values[PRIORITY_BOOST]


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
