"""The settings page of the admin, as staff see it."""

import re
from html import unescape

from django.contrib.auth.models import Permission, User
from django.test import Client

PAGE = "/admin/settings_app/appsetting/"

ALL_SAMPLES = {"delay": "30", "switch": "true", "voice": "Plain", "engine": ""}
"""What the untouched form of the sample settings sends."""


def signed_in(name: str, *permissions: str, is_staff: bool = True) -> Client:
    user = User.objects.create_user(name, is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, address: str) -> str:
    """Return the words of a page, as a person reads them."""
    html = client.get(address).content.decode()
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())
