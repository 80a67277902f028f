"""People and groups by their names, as settings list them."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import Group, User
from django.db.models import Model, Q
from django.db.models.functions import Lower


def unknown_among(names: Iterable[str]) -> list[str]:
    """Return those that name no user and no group; names are compared without case."""
    names = list(names)
    known = {name.casefold() for name in (*_like(User, "username", names), *_like(Group, "name", names))}
    return [name for name in names if name.casefold() not in known]


def _like(model: type[Model], field: str, names: Collection[str]) -> Iterable[str]:
    """Return the names of rows that are like these but for case; what the database cannot lower, as it is."""
    rows = model._default_manager.annotate(without_case=Lower(field))
    alike = Q(without_case__in=[name.lower() for name in names]) | Q(**{f"{field}__in": names})
    return rows.filter(alike).values_list(field, flat=True)
