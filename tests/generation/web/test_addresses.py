"""What no page may do, checked from the list of addresses itself: let in strangers, or members with staff."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from generation.web import urls
from generation.web.staff import urls as staff_urls
from tests.support.admin import client_of, staff
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "choose_theme",
    "confirm_address",
    "offline",
    "password_forgotten",
    "password_new",
    "password_sent",
    "service_worker",
    "sign_in",
    "sign_up",
    "theme",
}
PARTS = {"uuid": str(uuid4()), "slug": "x", "int": "1", "str": "x", "path": "x"}


def named(patterns: list) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def addresses(patterns: list, prefix: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the name and an address of every page, with something in place of what is open in it."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield (
                pattern.name or address,
                re.sub(r"<(?:(\w+):)?\w+>", lambda m: PARTS[m[1] or "str"], address),
            )


PAGES = dict(addresses(urls.urlpatterns))
CLOSED = {name: address for name, address in PAGES.items() if name not in OPEN_TO_ALL}
STAFF = {name: PAGES[name] for name in named(staff_urls.urlpatterns)}


def test_there_are_pages_to_check():
    assert len(CLOSED) >= 20
    assert len(STAFF) >= 5


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_is_led_to_sign_in(name, method):
    answer = getattr(Client(), method)(CLOSED[name])

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('sign_in')}?next={CLOSED[name]}"


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL & PAGES.keys()))
def test_a_page_that_is_open_asks_nobody_to_sign_in(name):
    answer = Client().get(PAGES[name])

    assert not answer.headers.get("Location", "").startswith(reverse("sign_in"))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", STAFF)
def test_a_page_of_staff_is_closed_to_members_whatever_they_may(name, method):
    member = make_user("eve")
    member.user_permissions.set(Permission.objects.all())

    answer = getattr(client_of(member), method)(STAFF[name], {"priority": "high"})

    assert answer.status_code == 403
    assert "This page is for staff." in answer.content.decode()


@pytest.mark.parametrize("address", ["/settings/", "/queue/", "/account/", "/password/"])
def test_a_page_runs_nothing_but_our_own_files(address):
    answer = staff("sam", "change_appsetting").get(address)

    policy = answer["Content-Security-Policy"]
    html = answer.content.decode()
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html) == []


@pytest.mark.parametrize("address", ["/sign-in/", "/password/forgotten/", "/password/sent/"])
def test_the_way_in_runs_nothing_but_our_own_files(address):
    answer = Client().get(address)

    assert "unsafe" not in answer["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.content.decode()) == []
