"""Signing in and out: who may, where it leads, and how often one may guess."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from generation.app_settings import SIGN_UP_OPEN
from generation.web.people.limits import GUESSES
from settings_app import store
from tests.support.admin import staff, text_of
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
RIGHT = {"username": "ana", "password": "a long enough password"}
WRONG = {"username": "ana", "password": "a wrong one"}


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody is signed in; Ana has an account."""
    make_user()
    return Client()


def test_signing_in_leads_to_the_funnels(browser):
    assert browser.post(SIGN_IN, RIGHT)["Location"] == reverse("dashboard")
    assert browser.get(reverse("account")).status_code == 200


def test_signing_in_renews_the_session(browser):
    browser.get(SIGN_IN)
    before = browser.session.session_key

    cookie = browser.post(SIGN_IN, RIGHT).cookies["sessionid"]

    assert cookie.value != before
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_signing_in_leads_where_one_wanted_to_go(browser):
    asked = browser.get("/account/?x=1")

    page = browser.get(asked["Location"])

    assert page.context["next"] == "/account/?x=1"
    assert '<input type="hidden" name="next" value="/account/?x=1">' in page.content.decode()
    assert browser.post(SIGN_IN, RIGHT | {"next": "/account/?x=1"})["Location"] == "/account/?x=1"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_host(browser, elsewhere):
    assert browser.post(SIGN_IN, RIGHT | {"next": elsewhere})["Location"] == reverse("dashboard")


@pytest.mark.parametrize("sent", [WRONG, WRONG | {"username": "nobody"}])
def test_a_wrong_password_and_an_unknown_name_read_the_same(browser, sent):
    answer = browser.post(SIGN_IN, sent)

    assert answer.status_code == 422
    assert "This username and password do not belong together." in text_of(answer)
    assert f'value="{sent["username"]}"' in answer.content.decode()
    assert re.findall(r'<input[^>]*name="(\w+)"[^>]*autofocus', answer.content.decode()) == ["password"]
    assert browser.get(reverse("account")).status_code == 302


def test_a_closed_account_does_not_open(browser):
    make_user("eve", is_active=False)

    assert browser.post(SIGN_IN, RIGHT | {"username": "eve"}).status_code == 422


def test_what_is_missing_is_said_beside_its_field(browser):
    answer = browser.post(SIGN_IN, {"username": "ana", "password": ""})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"password"}


def test_who_is_signed_in_is_led_on(browser):
    browser.post(SIGN_IN, RIGHT)

    assert browser.get(f"{SIGN_IN}?next=/account/")["Location"] == "/account/"


def test_signing_out_is_a_post(browser):
    browser.post(SIGN_IN, RIGHT)

    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/")["Location"] == SIGN_IN
    assert browser.get(reverse("account")).status_code == 302


def test_guessing_too_often_has_to_wait_even_with_the_right_password(browser):
    answers = [browser.post(SIGN_IN, WRONG).status_code for _ in range(GUESSES.times)]

    refused = browser.post(SIGN_IN, RIGHT)

    assert set(answers) == {422}
    assert refused.status_code == 429
    assert refused["Retry-After"] == "300"
    assert "Too many wrong passwords came from your address." in text_of(refused)
    assert text_of(browser.post(SIGN_IN, WRONG)) == text_of(refused), "the answer tells which one is right"


def test_the_right_password_is_no_guess(browser):
    for _ in range(GUESSES.times + 2):
        assert browser.post(SIGN_IN, RIGHT).status_code == 302
        browser.post("/sign-out/")


def test_guesses_are_counted_by_address(browser):
    for _ in range(GUESSES.times):
        browser.post(SIGN_IN, WRONG)

    assert browser.post(SIGN_IN, RIGHT, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_nobody_is_turned_away_while_redis_is_away(browser, redis_server):
    redis_server.stop()

    answers = {browser.post(SIGN_IN, WRONG).status_code for _ in range(GUESSES.times + 2)}

    assert answers == {422}
    assert browser.post(SIGN_IN, RIGHT).status_code == 302


def test_the_way_to_an_account_is_shown_while_sign_up_is_open(browser):
    assert "/sign-up/" not in browser.get(SIGN_IN).content.decode()

    store.save({SIGN_UP_OPEN.key: True}, None)

    assert "/sign-up/?next=/account/" in browser.get(f"{SIGN_IN}?next=/account/").content.decode()


def test_the_demo_user_is_named_on_our_own_database_alone(browser, monkeypatch):
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, embedded_postgres=True))
    assert "for trying out" not in text_of(browser.get(SIGN_IN))

    make_user("demo")
    assert "for trying out" in text_of(browser.get(SIGN_IN))

    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, embedded_postgres=False))
    assert "for trying out" not in text_of(browser.get(SIGN_IN))


def test_the_admin_has_no_second_way_in(browser):
    assert browser.get("/admin/login/?next=/admin/auth/")["Location"] == "/sign-in/?next=/admin/auth/"
    assert browser.post("/admin/login/", RIGHT)["Location"] == "/sign-in/?next=/admin/"
    assert browser.get(reverse("account")).status_code == 302


def test_the_admin_tells_who_is_not_staff(browser):
    browser.post(SIGN_IN, RIGHT)

    answer = browser.get("/admin/", follow=True)

    assert answer.status_code == 403
    assert "The admin is for staff." in text_of(answer)
    assert staff("sam").get("/admin/login/")["Location"] == "/admin/"
