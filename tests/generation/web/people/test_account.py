"""The account page: one's own name and address, and nobody else's."""

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from generation.admin.people import UserAdmin
from generation.engine.database import was_deleted
from generation.web.people.forms import ChangePasswordForm, NewPasswordForm, ProfileForm
from generation.web.people.limits import GUESSES
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

ACCOUNT = "/account/"
PASSWORD = {"current_password": "a long enough password"}
NEW = {"new_password1": "another long one 7", "new_password2": "another long one 7"}


@pytest.fixture
def ana():
    return make_user()


def test_name_and_address_are_saved(ana):
    sent = {"first_name": "Ana", "last_name": "Silva", "email": "ana@shop.example"} | PASSWORD

    answer = client_of(ana).post(ACCOUNT, sent, follow=True)

    assert answer.redirect_chain == [(ACCOUNT, 302)]
    assert "Saved." in text_of(answer)
    ana.refresh_from_db()
    assert (ana.first_name, ana.last_name, ana.email) == ("Ana", "Silva", "ana@shop.example")


@pytest.mark.parametrize("password", ["", "a wrong one", "a\0b"])
def test_an_address_is_changed_by_who_knows_the_password(ana, password):
    sent = {"first_name": "Ana", "last_name": "", "email": "eve@evil.example", "current_password": password}

    answer = client_of(ana).post(ACCOUNT, sent)

    assert answer.status_code == 422
    assert answer.context["profile"].errors.keys() == {"current_password"}
    ana.refresh_from_db()
    assert (ana.first_name, ana.email) == ("", "")


def test_that_the_password_will_be_needed_is_said_before_one_saves(ana):
    page = client_of(ana).get(ACCOUNT)

    assert 'name="current_password"' in page.content.decode()
    assert "Needed only when the address changes." in text_of(page)


def test_guessing_the_password_too_often_has_to_wait(ana):
    browser, sent = client_of(ana), {"first_name": "Ana", "last_name": "", "email": "eve@evil.example"}
    for _ in range(GUESSES.times):
        assert browser.post(ACCOUNT, sent | {"current_password": "a wrong one"}).status_code == 422

    refused = browser.post(ACCOUNT, sent | PASSWORD)

    assert refused.status_code == 429
    assert refused["Retry-After"] == "300"
    assert "Too many wrong passwords came from your address." in text_of(refused)
    assert 'value="eve@evil.example"' in refused.content.decode()
    ana.refresh_from_db()
    assert ana.email == ""


def test_what_needs_no_password_is_no_guess_and_never_has_to_wait(ana):
    browser, sent = client_of(ana), {"first_name": "Ana", "last_name": "", "email": ""}

    assert {browser.post(ACCOUNT, sent).status_code for _ in range(GUESSES.times + 2)} == {302}


def test_an_account_without_a_password_changes_its_address_without_one(ana):
    """No link is ever mailed to it, so that its address opens nothing."""
    ana.set_unusable_password()
    ana.save()
    browser = client_of(ana)

    answer = browser.post(ACCOUNT, {"first_name": "", "last_name": "", "email": "ana@shop.example"})

    assert answer.status_code == 302
    assert "current_password" not in browser.get(ACCOUNT).content.decode()
    ana.refresh_from_db()
    assert ana.email == "ana@shop.example"


def test_an_account_may_have_no_address(ana):
    assert client_of(ana).post(ACCOUNT, {"first_name": "", "last_name": "", "email": ""}).status_code == 302


def test_a_word_that_is_no_address_is_refused_and_still_there(ana):
    answer = client_of(ana).post(
        ACCOUNT, {"first_name": "Ana", "last_name": "", "email": "ana at shop"} | PASSWORD
    )

    assert answer.status_code == 422
    assert answer.context["profile"].errors.keys() == {"email"}
    assert 'value="ana at shop"' in answer.content.decode()
    ana.refresh_from_db()
    assert ana.first_name == ""


def test_nobody_becomes_staff_by_asking(ana):
    client_of(ana).post(ACCOUNT, {"email": "", "is_staff": "on", "username": "root"})

    ana.refresh_from_db()
    assert (ana.username, ana.is_staff) == ("ana", False)


def test_the_page_leads_to_the_choice_of_notifications(ana):
    assert 'href="/account/notifications/"' in client_of(ana).get(ACCOUNT).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        lambda user: ProfileForm({"first_name": "Ana", "email": ""}, instance=user),
        lambda user: ChangePasswordForm(user, {"old_password": PASSWORD["current_password"], **NEW}),
        lambda user: NewPasswordForm(user, NEW),
        lambda user: UserAdmin.change_password_form(
            user, {"password1": "pass-word-7", "password2": "pass-word-7"}
        ),
    ],
    ids=["profile", "password", "forgotten password", "password by an administrator"],
)
def test_who_was_deleted_meanwhile_is_not_written_anew(ana, form):
    filled = form(ana)
    assert filled.is_valid(), filled.errors
    User.objects.filter(pk=ana.pk).delete()

    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        filled.save()

    assert was_deleted(refusal.value)
    assert not User.objects.exists()


def test_nor_by_an_administrator_who_has_their_page_open(ana):
    User.objects.filter(pk=ana.pk).delete()

    with pytest.raises(DatabaseError), transaction.atomic():
        UserAdmin(User, site).save_model(None, ana, None, change=True)

    assert not User.objects.exists()
