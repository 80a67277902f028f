"""Passwords: changed by who knows them, or set anew through the mail, which tells nobody who is here."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from generation.models import Preferences
from generation.web.people.limits import GUESSES, RESETS
from generation.web.people.passwords import ForgottenPassword
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user
from tests.support.mail_server import LOG_BACKEND, let_mail_leave
from tests.support.processes import wait_until

pytestmark = pytest.mark.django_db

CHANGE, FORGOTTEN = "/password/", "/password/forgotten/"
OLD, NEW = "a long enough password", "an even longer password"
CHANGED = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}


def link_in_the_mail() -> str:
    """Return the one address in the one mail that was sent."""
    assert wait_until(lambda: mail.outbox)
    (letter,) = mail.outbox
    (link,) = re.findall(r"https?://\S+", letter.body)
    return link


def opened(browser: Client) -> str:
    """Ask for a link for Ana, follow it, and return the address of the form it leads to."""
    browser.post(FORGOTTEN, {"email": "ana@shop.example"})
    link = link_in_the_mail().removeprefix(settings.ENV.public_url)
    return browser.get(link)["Location"]


@pytest.fixture
def ana():
    return make_user(email="ana@shop.example")


def test_who_sets_a_new_password_by_a_link_has_confirmed_the_address(ana, settings):
    let_mail_leave(settings)
    browser = Client()
    form = opened(browser)
    assert not Preferences.objects.exists()

    browser.post(form, {"new_password1": NEW, "new_password2": NEW})

    assert Preferences.objects.get(user=ana).confirmed_email == "ana@shop.example"


def test_a_link_that_stood_in_the_log_alone_confirms_no_address(ana, settings):
    let_mail_leave(settings, by=LOG_BACKEND)
    browser = Client()

    browser.post(opened(browser), {"new_password1": NEW, "new_password2": NEW})

    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert not Preferences.objects.exists()


def test_a_changed_password_keeps_this_session_and_ends_the_others(ana):
    here, elsewhere = client_of(ana), client_of(ana)

    answer = here.post(CHANGE, CHANGED)

    assert answer["Location"] == reverse("account")
    assert "Your password is changed." in text_of(here.get(answer["Location"]))
    assert elsewhere.get(reverse("account")).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(NEW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"old_password": "a wrong one"}, "old_password"),
        ({"new_password2": "another one"}, "new_password2"),
        ({"new_password1": "short", "new_password2": "short"}, "new_password2"),
    ],
)
def test_a_change_that_is_not_right_changes_nothing(ana, wrong, field):
    answer = client_of(ana).post(CHANGE, CHANGED | wrong)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    ana.refresh_from_db()
    assert ana.check_password(OLD)


def test_guessing_the_old_password_too_often_has_to_wait(ana):
    browser = client_of(ana)
    for _ in range(GUESSES.times):
        assert browser.post(CHANGE, CHANGED | {"new_password2": "another one"}).status_code == 422  # no guess
    for _ in range(GUESSES.times):
        assert browser.post(CHANGE, CHANGED | {"old_password": "a wrong one"}).status_code == 422

    refused = browser.post(CHANGE, CHANGED)

    assert refused.status_code == 429
    assert "Too many wrong passwords came from your address." in text_of(refused)
    ana.refresh_from_db()
    assert ana.check_password(OLD)


def test_a_link_in_the_mail_sets_a_new_password_once(ana):
    browser = Client()
    form = opened(browser)

    assert "Set a new password" in text_of(browser.get(form))
    answer = browser.post(form, {"new_password1": NEW, "new_password2": NEW}, follow=True)

    assert answer.redirect_chain == [("/sign-in/", 302)]
    assert "Your new password is set. Sign in with it." in text_of(answer)
    ana.refresh_from_db()
    assert ana.check_password(NEW)
    again = Client().get(link_in_the_mail().removeprefix(settings.ENV.public_url))
    assert "This link is no longer good" in text_of(again)


def test_a_new_password_that_is_not_right_is_refused(ana):
    browser = Client()

    answer = browser.post(opened(browser), {"new_password1": "short", "new_password2": "short"})

    assert answer.status_code == 422
    ana.refresh_from_db()
    assert ana.check_password(OLD)


@pytest.mark.parametrize("link", ["/password/new/MQ/abc-def/", "/password/new/%20/set-password/"])
def test_a_made_up_link_opens_nothing(ana, link):
    assert "This link is no longer good" in text_of(Client().get(link))


def test_the_mail_names_the_account_and_leads_where_galley_is_found(ana, monkeypatch):
    address = "https://galley.example"
    monkeypatch.setattr(ForgottenPassword, "extra_email_context", {"galley": address})

    Client().post(FORGOTTEN, {"email": "ana@shop.example"}, HTTP_HOST="127.0.0.1")

    assert link_in_the_mail().startswith(f"{address}/password/new/")
    assert mail.outbox[0].to == ["ana@shop.example"]
    assert "for the account ana." in mail.outbox[0].body
    assert "\n" not in mail.outbox[0].subject


def test_links_lead_to_the_public_address():
    assert ForgottenPassword.extra_email_context == {"galley": settings.ENV.public_url}


def test_nobody_learns_who_has_an_account(ana):
    known = Client().post(FORGOTTEN, {"email": "ana@shop.example"}, follow=True)
    unknown = Client().post(FORGOTTEN, {"email": "nobody@shop.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain == [("/password/sent/", 302)]
    assert text_of(known) == text_of(unknown)
    link_in_the_mail()


def test_who_shares_an_address_gets_a_link_for_each_account(ana):
    make_user("ben", email="ana@shop.example")

    Client().post(FORGOTTEN, {"email": "ana@shop.example"})

    assert wait_until(lambda: len(mail.outbox) == 2)


def test_a_word_that_is_no_address_is_refused():
    answer = Client().post(FORGOTTEN, {"email": "ana"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"email"}


def test_one_address_gets_only_so_many_links(ana):
    for _ in range(RESETS.times):
        Client().post(FORGOTTEN, {"email": "nobody@shop.example"})

    assert Client().post(FORGOTTEN, {"email": "ana@shop.example"}).status_code == 429


def test_a_mail_server_that_is_away_is_nobodys_to_see(ana, monkeypatch, caplog):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", 1)

    answer = Client().post(FORGOTTEN, {"email": "ana@shop.example"})

    assert answer["Location"] == "/password/sent/"
    assert wait_until(lambda: "Failed to send password reset email" in caplog.text)
