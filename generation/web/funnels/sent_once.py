"""Forms that make one thing, however often they are sent: by two quick clicks, or by a reload."""

from uuid import UUID, uuid4, uuid5

from django.http import HttpRequest

from generation.web.access import person


def id_to_make(request: HttpRequest, what: str) -> UUID:
    """Return the id of what this form makes: the same each time it is sent, and nobody else's.

    The form carries a `key` that its page was printed with; without one that can be read each is another.
    """
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
    return uuid5(key, f"{person(request).pk} {what}")
