"""Making an account: where the settings let people, and as Django's rules for names and passwords allow."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from generation.app_settings import SIGN_UP_OPEN
from generation.web.people.limits import SIGN_UPS
from settings_app import store
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

SIGN_UP = "/sign-up/"
PASSWORD = "a long enough password"
MARIA = {"username": "maria", "email": "maria@shop.example", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody is signed in, while sign-up is open."""
    store.save({SIGN_UP_OPEN.key: True}, None)
    return Client()


def test_an_account_is_made_and_signed_in(browser):
    answer = browser.post(SIGN_UP, MARIA)

    assert answer["Location"] == reverse("dashboard")
    maria = User.objects.get()
    assert (maria.username, maria.email, maria.is_staff, maria.is_superuser) == (
        "maria",
        "maria@shop.example",
        False,
        False,
    )
    assert browser.get(reverse("account")).status_code == 200


def test_an_account_leads_where_one_wanted_to_go(browser):
    assert 'name="next" value="/account/"' in browser.get(f"{SIGN_UP}?next=/account/").content.decode()
    assert browser.post(SIGN_UP, MARIA | {"next": "/account/"})["Location"] == "/account/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_an_account_leads_to_no_other_host(browser, elsewhere):
    assert browser.post(SIGN_UP, MARIA | {"next": elsewhere})["Location"] == reverse("dashboard")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": "ANA"}, "username"),
        ({"email": ""}, "email"),
        ({"email": "maria"}, "email"),
        ({"password2": "another one"}, "password2"),
        ({"password1": "12345678", "password2": "12345678"}, "password2"),
        ({"password1": "maria@shop.example", "password2": "maria@shop.example"}, "password2"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(browser, wrong, field):
    make_user("ana")

    answer = browser.post(SIGN_UP, MARIA | wrong)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert User.objects.count() == 1


def test_nobody_becomes_staff_by_asking(browser):
    browser.post(SIGN_UP, MARIA | {"is_staff": "on", "is_superuser": "on"})

    assert not User.objects.get().is_staff


def test_while_it_is_closed_there_is_no_such_page():
    assert Client().get(SIGN_UP).status_code == 404
    assert Client().post(SIGN_UP, MARIA).status_code == 404
    assert not User.objects.exists()


def test_who_is_signed_in_is_led_on(browser):
    assert client_of(make_user()).get(SIGN_UP)["Location"] == reverse("dashboard")


def test_one_address_makes_only_so_many(browser):
    for _ in range(SIGN_UPS.times):
        browser.post(SIGN_UP, MARIA | {"email": ""})

    answer = browser.post(SIGN_UP, MARIA)

    assert answer.status_code == 429
    assert "Too many accounts were asked for from your address." in text_of(answer)
    assert not User.objects.exists()
