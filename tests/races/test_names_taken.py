"""A name that was free when a form was looked at, and is somebody's when it is saved."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from generation.app_settings import SIGN_UP_OPEN
from settings_app import store
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user
from tests.support.locks import behind_us

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough password"
NORA = {"username": "nora", "email": "nora@shop.example", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def stranger() -> Client:
    store.save({SIGN_UP_OPEN.key: True}, None)
    return Client(raise_request_exception=False)


def answer_behind(first: Callable[[], object], ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer to a form that was looked at before this was committed, and saved after it."""
    answers: list[HttpResponse] = []

    with behind_us(lambda: answers.append(ask())) as begin_to_ask, transaction.atomic():
        first()
        begin_to_ask()

    return answers[0]


def test_who_clicks_twice_to_sign_up_has_one_account_and_is_let_in(stranger):
    answer = answer_behind(lambda: make_user("nora"), lambda: stranger.post("/sign-up/", NORA))

    assert (answer.status_code, answer["Location"]) == (302, "/funnels/")
    assert stranger.get("/account/").status_code == 200
    assert User.objects.count() == 1


def test_whose_name_somebody_else_took_at_that_moment_chooses_another(stranger):
    another = {"password1": "another long one 7", "password2": "another long one 7"}

    answer = answer_behind(lambda: make_user("nora"), lambda: stranger.post("/sign-up/", NORA | another))

    assert answer.status_code == 422
    assert "Somebody took this name just now. Choose another." in text_of(answer)


def test_an_administrator_who_clicks_twice_is_asked_to_look(stranger):
    root = client_of(make_user("root", is_staff=True, is_superuser=True))
    root.raise_request_exception = False
    sent = NORA | {"usable_password": "true"}

    answer = answer_behind(lambda: make_user("nora"), lambda: root.post("/admin/auth/user/add/", sent))

    assert answer.status_code == 409
    assert "Somebody was quicker" in text_of(answer)
