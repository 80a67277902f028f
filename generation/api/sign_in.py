"""Signing in with a token, and its place in the API's description."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from generation.engine.verbs.tokens import note_use

_REFUSAL = "This token is not right, or no longer. Make a new one on your account page."


class TokenSignIn(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """Knox's tokens; every one that does not let in, or is no text at all, is refused with one sentence."""

    def authenticate(self, request: Request) -> Any:
        try:
            signed_in = super().authenticate(request)
        except (AuthenticationFailed, UnicodeDecodeError) as error:
            raise AuthenticationFailed(_REFUSAL) from error
        if signed_in:
            note_use(signed_in[1])
        return signed_in


class TokenSignInScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # drf-spectacular has few types
    """Describes our sign-in as the library describes Knox's own."""

    target_class = "generation.api.sign_in.TokenSignIn"
