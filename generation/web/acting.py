"""Every request's deeds are those of whoever is signed in, for the audit log."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from generation.acting import Actor, acting

_DOORS = (("/api/", "api"), ("/admin/", "admin"))


@sync_and_async_middleware
def person_acts(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Let the person who is signed in act while a request is answered; who that is, is asked when they do."""
    if iscoroutinefunction(get_response):
        answer = cast("Callable[[HttpRequest], Awaitable[HttpResponseBase]]", get_response)

        async def in_loop(request: HttpRequest) -> HttpResponseBase:
            with acting(_actor_of(request)):
                return await answer(request)

        return in_loop

    def in_thread(request: HttpRequest) -> HttpResponseBase:
        with acting(_actor_of(request)):
            return cast("HttpResponseBase", get_response(request))

    return in_thread


def _actor_of(request: HttpRequest) -> Actor:
    def find() -> User | None:
        return request.user if isinstance(request.user, User) or request.user.is_authenticated else None

    return Actor(through=_door_of(request.path), find=find)


def _door_of(path: str) -> str:
    return next((door for prefix, door in _DOORS if path.startswith(prefix)), "pages")
