"""People and groups by their names, as settings list them."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, User


def unknown_among(names: Iterable[str]) -> list[str]:
    """Return those that name no user and no group; names are compared without case."""
    users = User.objects.values_list("username", flat=True)
    groups = Group.objects.values_list("name", flat=True)
    known = {name.casefold() for name in (*users, *groups)}
    return [name for name in names if name.casefold() not in known]
