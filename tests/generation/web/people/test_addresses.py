"""An address confirmed by its link, and the pages that say whether it is."""

import pytest
from django.test import Client

from generation.app_settings import SIGN_UP_OPEN
from generation.engine.outbox.address_letter import MOST_LETTERS
from generation.engine.outbox.confirmed import is_unconfirmed, token_for
from generation.engine.outbox.wording import ADDRESS as ADDRESSES
from generation.models import AuditEntry, Delivery, Preferences
from generation.states import About
from settings_app import store
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user
from tests.support.mail_server import LOG_BACKEND, let_mail_leave

pytestmark = pytest.mark.django_db

NOTIFICATIONS, ACCOUNT = "/account/notifications/", "/account/"
ADDRESS, NEW = "ana@shop.example", "ana@home.example"
PASSWORD = "a long enough password"
ON_ITS_WAY = "A letter with a link is on its way to ana@home.example."


@pytest.fixture
def ana(settings):
    let_mail_leave(settings)
    return make_user(email=ADDRESS)


def link_of(user):
    return f"{ADDRESSES}{token_for(user.pk, user.email)}/"


def asked():
    return list(Delivery.objects.filter(about=About.ADDRESS).values_list("payload__address", flat=True))


def test_a_link_that_is_only_opened_confirms_nothing_and_its_button_does(ana):
    stranger = Client()

    page = stranger.get(link_of(ana))
    assert "Is this your address?" in text_of(page)
    assert f"What the account ana chooses to be told is sent to {ADDRESS} from then on." in text_of(page)
    assert is_unconfirmed(ana)
    answer = stranger.post(link_of(ana))
    stranger.post(link_of(ana))

    assert answer["Location"] == NOTIFICATIONS
    assert not is_unconfirmed(ana)
    noted = AuditEntry.objects.get(action="address_confirmed")
    assert (noted.actor_name, noted.through, noted.target_name) == ("", "pages", "ana")


def test_a_confirmed_address_is_said_to_be_and_choices_stay(ana):
    Preferences.objects.create(user=ana, mail_when_ready=True)
    browser = client_of(ana)
    assert f"Letters go to {ADDRESS} once you have confirmed" in text_of(browser.get(NOTIFICATIONS))

    page = browser.post(link_of(ana), follow=True)

    assert f"{ADDRESS} is confirmed." in text_of(page)
    assert f"To {ADDRESS}. Change the address" in text_of(page)
    assert Preferences.objects.get().mail_when_ready


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_to_an_address_that_is_the_accounts_no_more_is_no_good(ana, method):
    old = link_of(ana)
    type(ana).objects.update(email=NEW)

    page = getattr(Client(), method)(old)

    assert "This link is no longer good" in text_of(page)
    assert not Preferences.objects.exists()


def test_a_new_address_is_written_to_at_once_and_an_old_one_is_not(ana):
    browser, sent = client_of(ana), {"first_name": "Ana", "last_name": "", "current_password": PASSWORD}

    assert ON_ITS_WAY in text_of(browser.post(ACCOUNT, sent | {"email": NEW}, follow=True))
    page = browser.post(ACCOUNT, sent | {"email": NEW, "first_name": "Anna"}, follow=True)

    assert asked() == [NEW]
    assert f"{NEW} is not confirmed" in text_of(page)


def test_who_signs_up_is_written_to(ana, settings):
    store.save({SIGN_UP_OPEN.key: True}, None)
    filled = {"username": "nora", "email": NEW, "password1": PASSWORD, "password2": PASSWORD}

    Client().post("/sign-up/", filled)

    assert asked() == [NEW]


def test_a_link_is_sent_again_some_times_and_then_one_has_to_wait(ana):
    browser = client_of(ana)
    for _ in range(MOST_LETTERS):
        browser.post(ADDRESSES)

    page = browser.post(ADDRESSES, follow=True)

    assert "Look among the spam" in text_of(page)
    assert asked() == [ADDRESS] * MOST_LETTERS


def test_without_a_mail_server_nobody_is_asked(ana, settings):
    let_mail_leave(settings, by=LOG_BACKEND)
    browser = client_of(ana)

    browser.post(ADDRESSES)

    assert asked() == []
    assert "confirmed" not in text_of(browser.get(NOTIFICATIONS)) + text_of(browser.get(ACCOUNT))
