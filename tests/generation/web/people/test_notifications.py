"""The page of notifications: how one wants to be told."""

import pytest
from django.db import connection

from generation.models import Preferences
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

PAGE = "/account/notifications/"
CHOICES = ("notify_in_browser", "mail_when_ready", "mail_when_failed")


@pytest.fixture
def ana():
    return make_user(email="ana@shop.example")


def chosen(user):
    preferences = Preferences.objects.get(user=user)
    return {name for name in CHOICES if getattr(preferences, name)}


def test_each_wish_to_be_told_is_kept_and_taken_back(ana):
    browser = client_of(ana)

    for name in CHOICES:
        answer = browser.post(PAGE, {name: "on"}, follow=True)
        assert chosen(ana) == {name}
        assert answer.context["choices"][name].value() is True
    browser.post(PAGE, {})

    assert chosen(ana) == set()


def test_choices_that_are_saved_leave_an_address_confirmed_that_was_meanwhile(ana):
    Preferences.objects.create(user=ana)
    browser, confirmed = client_of(ana), []

    def confirm_before(execute, sql, *rest):
        if sql.startswith('UPDATE "preferences"') and not confirmed:
            confirmed.append(ana.email)
            Preferences.objects.update(confirmed_email=ana.email)
        return execute(sql, *rest)

    with connection.execute_wrapper(confirm_before):
        browser.post(PAGE, {"mail_when_ready": "on"})

    assert confirmed
    assert Preferences.objects.get().confirmed_email == ana.email
    assert chosen(ana) == {"mail_when_ready"}


def test_staff_read_that_they_are_written_to_of_incidents_too(ana):
    boss = make_user("boss", email="boss@shop.example", is_staff=True)
    of_incidents = "Write to me when a run has failed, or the AI service lets nobody in"

    assert of_incidents in text_of(client_of(boss).get(PAGE))
    assert of_incidents not in text_of(client_of(ana).get(PAGE))


def test_the_address_that_is_written_to_is_named(ana):
    assert "To ana@shop.example. Change the address" in text_of(client_of(ana).get(PAGE))


def test_without_an_address_the_choice_says_so_and_keeps_what_was_chosen(ana):
    Preferences.objects.create(user=ana, mail_when_ready=True)
    type(ana).objects.update(email="")
    browser = client_of(ana)

    page = browser.get(PAGE)
    browser.post(PAGE, {"mail_when_failed": "on", "notify_in_browser": "on"})

    assert "There is no address to write to." in text_of(page)
    assert chosen(ana) == {"notify_in_browser", "mail_when_ready"}


def test_the_page_offers_to_ask_the_browser(ana):
    assert "data-ask-notifications hidden" in client_of(ana).get(PAGE).content.decode()
