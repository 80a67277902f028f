"""Letters go to confirmed addresses alone; the letter that asks whose one is goes to the others."""

import re
from datetime import timedelta

import pytest
from django.urls import resolve

from generation.engine.outbox import confirmed
from generation.engine.outbox.address_letter import MOST_A_DAY, MOST_LETTERS, ask_to_confirm
from generation.engine.outbox.confirmed import (
    GivenAddress,
    confirm,
    find_given,
    is_unconfirmed,
    may_be_written_to,
    token_for,
)
from generation.engine.outbox.news import News, tell_staff, write_news
from generation.errors import NotAllowedError
from generation.models import Delivery, Preferences
from generation.states import About, DeliveryStatus
from tests.support.deliveries import ended_job, in_queue, next_try
from tests.support.funnels import make_funnel, make_user
from tests.support.mail_server import LOG_BACKEND, SMTP_BACKEND, MailServer, let_mail_leave

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)

ADDRESS = "ana@shop.example"


@pytest.fixture
def ana(db, settings):
    let_mail_leave(settings)
    ana = make_user(email=ADDRESS)
    Preferences.objects.create(user=ana, mail_when_failed=True)
    return ana


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = SMTP_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def confirm_now(user):
    confirm(GivenAddress(user=user, address=user.email))


def letters():
    return list(Delivery.objects.values_list("about", flat=True))


def test_endings_and_incidents_are_told_to_a_confirmed_address_alone(ana):
    type(ana).objects.update(is_staff=True)
    incident = (About.INCIDENT, {"wrong": "The AI service refuses our key."})
    ended_job(make_funnel(ana))
    tell_staff(*incident, now=ana.date_joined)
    assert letters() == []

    confirm_now(ana)

    ended_job(make_funnel(ana, name="Another"))
    tell_staff(*incident, now=ana.date_joined)
    assert sorted(letters()) == [About.INCIDENT, About.FAILED]


@pytest.mark.parametrize("backend", [SMTP_BACKEND, LOG_BACKEND])
@pytest.mark.parametrize(
    ("email", "confirmed_email"), [(ADDRESS, ADDRESS), (ADDRESS, ""), (ADDRESS, "Ana@shop.example"), ("", "")]
)
def test_what_is_told_goes_to_those_who_may_be_written_to(ana, settings, backend, email, confirmed_email):
    let_mail_leave(settings, by=backend)
    type(ana).objects.update(email=email)
    Preferences.objects.update(confirmed_email=confirmed_email)

    write_news(
        News(owner_id=ana.pk, about=About.FAILED, facts={}, is_good=False, is_bad=True), now=ana.date_joined
    )

    may_be = type(ana).objects.filter(may_be_written_to()).exists()
    assert may_be == (bool(email) and (backend == LOG_BACKEND or confirmed_email == email))
    assert letters() == [About.FAILED] * may_be


def test_an_address_that_is_changed_is_unconfirmed_whoever_changed_it_and_its_old_one_is_kept(ana):
    confirm_now(ana)

    type(ana).objects.update(email="ana@home.example")
    ana.refresh_from_db()
    assert is_unconfirmed(ana)
    ended_job(make_funnel(ana))
    assert letters() == []

    type(ana).objects.update(email=ADDRESS)
    ana.refresh_from_db()
    assert not is_unconfirmed(ana)


def test_where_letters_stand_in_the_log_alone_nothing_is_confirmed(ana, settings):
    let_mail_leave(settings, by=LOG_BACKEND)
    assert not is_unconfirmed(ana)
    ask_to_confirm(ana)
    ended_job(make_funnel(ana))

    assert letters() == [About.FAILED]


@committed
def test_the_letter_leads_to_what_confirms_the_address(ana, mail_server, settings):
    ask_to_confirm(ana)
    delivery = Delivery.objects.get()
    assert in_queue(delivery)
    next_try(delivery)

    (letter,) = mail_server.letters
    said = letter.get_body(("plain",)).get_content()
    (link,) = re.findall(rf"{settings.ENV.public_url}(/account/address/\S+)", said)
    found = resolve(link)
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "Confirm your address")
    assert "gave it for the account ana." in said
    assert "If it was not you, do nothing" in said
    assert letter["List-Unsubscribe"] is None
    assert found.url_name == "confirm_address"
    assert find_given(found.kwargs["token"]) == GivenAddress(user=ana, address=ADDRESS)


@committed
@pytest.mark.parametrize("change", [{"email": "ana@home.example"}, {"is_active": False}])
def test_a_letter_that_nobody_asks_for_any_more_is_not_sent(ana, mail_server, change):
    ask_to_confirm(ana)
    type(ana).objects.update(**change)

    assert next_try(Delivery.objects.get()).status == DeliveryStatus.FAILED
    assert mail_server.letters == []


@committed
def test_what_was_to_be_told_when_the_address_changed_goes_to_neither(ana, mail_server):
    confirm_now(ana)
    ended_job(make_funnel(ana))
    type(ana).objects.update(email="ana@home.example")

    late = next_try(Delivery.objects.get())

    assert (late.status, late.error) == (DeliveryStatus.FAILED, "The address is not confirmed.")
    assert mail_server.letters == []


def test_one_person_and_one_address_are_written_to_some_times_an_hour_and_a_day(ana):
    other = make_user("eve", email=ADDRESS.replace("ana", "aNa"))
    for asks in (ana, other):
        for _ in range(MOST_LETTERS):
            ask_to_confirm(asks)
        for user in (ana, other):
            with pytest.raises(NotAllowedError, match="Look among the spam"):
                ask_to_confirm(user)
        Delivery.objects.update(created_at=ana.date_joined - timedelta(hours=2))

    with pytest.raises(NotAllowedError, match=f"{MOST_A_DAY} letters were sent within a day"):
        ask_to_confirm(ana)
    assert len(letters()) == MOST_A_DAY
    Delivery.objects.update(created_at=ana.date_joined - timedelta(hours=25))
    ask_to_confirm(other)


def test_a_confirmed_address_is_not_asked_and_who_asks_hears_which_was(ana):
    assert ask_to_confirm(ana) == ADDRESS
    confirm_now(ana)

    assert ask_to_confirm(ana) is None
    assert letters() == [About.ADDRESS]


def test_a_link_is_good_for_its_address_and_for_some_days(ana, monkeypatch):
    token = token_for(ana.pk, ADDRESS)
    assert find_given(token)

    assert find_given(token[:-1]) is None
    monkeypatch.setattr(confirmed, "LASTS", timedelta(seconds=-1))
    assert find_given(token) is None
