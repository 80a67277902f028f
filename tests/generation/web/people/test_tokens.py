"""Tokens: shown once, good for the API until they are revoked, and their owner's alone."""

import re

import pytest
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from generation.engine.verbs.tokens import make_token
from tests.support.admin import client_of, text_of
from tests.support.api import token_of
from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db

TOKENS = "/account/tokens/"


@pytest.fixture
def ana():
    return make_user()


def status_with(token: str) -> int:
    return APIClient().get("/api/jobs/", HTTP_AUTHORIZATION=f"Token {token}").status_code


def test_a_new_token_is_shown_this_once_and_opens_the_api(ana):
    browser = client_of(ana)

    answer = browser.post(TOKENS, {"name": "Shop"})

    (token,) = re.findall(r'<code id="new-token">(\w+)</code>', answer.content.decode())
    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    assert 'data-copy="#new-token"' in answer.content.decode()
    assert f'curl -H "Authorization: Token {token}" http://testserver/api/funnels/ Copy' in text_of(answer)
    assert status_with(token) == 200
    assert token not in browser.get("/account/").content.decode()


def test_tokens_are_listed_by_their_name_and_how_they_begin_and_when_they_were_used(ana):
    token, nameless = make_token(ana, name="Shop <b>"), token_of(ana)
    before = text_of(client_of(ana).get("/account/"))

    status_with(token)
    page = text_of(client_of(ana).get("/account/"))

    assert f"Shop <b> {token[:15]} Never" in before
    assert f"Unnamed {nameless[:15]} Never" in page
    assert f"Shop <b> {token[:15]} {timezone.now():%-d %b %Y}" in page
    assert token not in page


@pytest.mark.parametrize("name", ["", "x" * 81, "\u200b"])
def test_a_token_without_a_name_that_can_be_seen_is_not_made(ana, name):
    answer = client_of(ana).post(TOKENS, {"name": name})

    assert answer.status_code == 422
    assert answer.context["token_form"].errors.keys() == {"name"}
    assert not AuthToken.objects.exists()


def test_a_revoked_token_opens_nothing(ana):
    token = token_of(ana)

    answer = client_of(ana).post(f"{TOKENS}{token[:15]}/revoke/", follow=True)

    assert "The token is revoked." in text_of(answer)
    assert status_with(token) == 401


def test_somebody_elses_token_is_neither_seen_nor_revoked(ana):
    token = token_of(ana)
    ben = client_of(make_user("ben", is_staff=True, is_superuser=True))

    assert token[:15] not in ben.get("/account/").content.decode()
    assert ben.post(f"{TOKENS}{token[:15]}/revoke/").status_code == 404
    assert status_with(token) == 200


def test_the_address_alone_makes_no_token(ana):
    answer = client_of(ana).get(TOKENS)

    assert answer["Location"] == "/account/#tokens"
    assert not AuthToken.objects.exists()


def test_there_is_a_most_of_tokens(ana):
    for _ in range(20):
        token_of(ana)

    answer = client_of(ana).post(TOKENS, {"name": "Shop"}, follow=True)

    assert "There may be 20 tokens at most. Revoke one first." in text_of(answer)
    assert AuthToken.objects.count() == 20
