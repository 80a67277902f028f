"""The way in."""

import re

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from tests.support.funnels import make_user
from tests.support.jobs import start_running, write
from tests.support.looks import open_settled


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


def test_a_piece_that_is_asked_for_signed_out_leads_to_the_sign_in_page_and_back(signed_in, funnel):
    write(start_running(funnel), 1)
    page = open_settled(signed_in, reverse("read", args=[funnel.pk]))
    signed_in.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.get_by_role("link", name="Edit").click()

    expect(page).to_have_url(re.compile(rf"/sign-in/\?next=/funnels/{funnel.pk}/read/$"))


def test_who_typed_what_is_not_sent_is_told_that_they_are_signed_out(visitor):
    staff = visitor(make_user("root", is_staff=True, is_superuser=True))
    page = open_settled(staff, "/settings/")
    staff.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.get_by_label("Tries per task").fill("3")

    expect(page.get_by_role("alert")).to_contain_text("You are signed out. Sign in in another tab;")
    expect(page.get_by_label("Tries per task")).to_have_value("3")
    expect(page.locator("[data-means]")).to_have_text("A failing task gives up after 17 min 35 s.")


def make_user_who_types(name: str, password: str) -> User:
    """Make a user whose password the web server can check: the tests' own hasher is not known there."""
    return User.objects.create(
        username=name, password=PBKDF2PasswordHasher().encode(password, "salt", iterations=1000)
    )
