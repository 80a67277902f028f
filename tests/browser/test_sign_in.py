"""The way in."""

import re

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from playwright.sync_api import expect


def test_a_person_signs_in_and_lands_where_they_wanted_to_go(visitor):
    make_user_who_types("ana", "violet-typewriter")
    page = visitor().open("/history/")

    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill("violet-typewriter")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile("/history/$"))


def test_a_signed_in_person_sees_the_dashboard_first(signed_in):
    page = signed_in.open("/")

    expect(page).to_have_url(re.compile("/funnels/$"))


def make_user_who_types(name: str, password: str) -> User:
    """Make a user whose password the web server can check: the tests' own hasher is not known there."""
    return User.objects.create(
        username=name, password=PBKDF2PasswordHasher().encode(password, "salt", iterations=1000)
    )
