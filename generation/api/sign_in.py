"""Signing in with a token, and its place in the API's description."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class TokenSignIn(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """Knox's tokens; one that is no text at all is refused like any other wrong one."""

    def authenticate(self, request: Request) -> Any:
        try:
            return super().authenticate(request)
        except UnicodeDecodeError as error:
            raise AuthenticationFailed("Invalid token.") from error


class TokenSignInScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # drf-spectacular has few types
    """Describes our sign-in as the library describes Knox's own."""

    target_class = "generation.api.sign_in.TokenSignIn"
