"""Callers of the API."""

from django.contrib.auth.models import User
from knox.models import AuthToken
from rest_framework.test import APIClient

from tests.support.funnels import make_staff, make_user


def token_of(user: User) -> str:
    """Return a new token of this user."""
    _, token = AuthToken.objects.create(user)
    return str(token)


def client_of(user: User) -> APIClient:
    """Return a client that signs in as this user, by token."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token_of(user)}")
    return client


def client_named(name: str, **fields: object) -> APIClient:
    """Return a client that signs in as a new user of this name."""
    return client_of(make_user(name, **fields))


def staff_who_may(name: str, *permissions: str) -> APIClient:
    """Return a client that signs in as new staff with these permissions."""
    return client_of(make_staff(name, *permissions))
