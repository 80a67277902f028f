"""Pages of what was counted already."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stubs alone
    """A paginator that was told how many there are."""

    def __init__(self, found: QuerySet[Any], size: int, *, known_count: int) -> None:
        super().__init__(found, size)
        self._known_count = known_count

    @cached_property
    def count(self) -> int:
        return self._known_count
