"""Tokens as they are made and used, whichever door asks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from generation.engine.verbs.tokens import MOST_TOKENS, make_token, note_use
from generation.errors import InvalidRequestError, NotAllowedError
from generation.models import NamedToken
from tests.support.api import token_of
from tests.support.funnels import make_user
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user()


@pytest.mark.parametrize("name", ["", "x" * 81, "\u200b", "Shop\u202e"])
def test_what_cannot_be_a_name_is_refused_with_a_sentence(ana, name):
    with pytest.raises(InvalidRequestError) as refused:
        make_token(ana, name=name)

    assert refused.value.problems.keys() == {"name"}
    assert not AuthToken.objects.exists()


def test_the_longest_name_is_kept_whole(ana):
    make_token(ana, name="x" * 80)

    assert NamedToken.objects.get().name == "x" * 80


def test_only_tokens_that_let_somebody_in_count_as_too_many(ana):
    for _ in range(MOST_TOKENS):
        token_of(ana)
    with pytest.raises(NotAllowedError) as refused:
        make_token(ana, name="Shop")
    assert refused.value.code == "too_many_tokens"

    expired = AuthToken.objects.first()
    AuthToken.objects.filter(pk=expired.pk).update(expiry=timezone.now() - timedelta(seconds=1))

    assert make_token(ana, name="Shop")


def test_the_use_of_a_token_is_noted_once_a_minute(ana):
    make_token(ana, name="Shop")
    token = AuthToken.objects.get()

    note_use(token)
    first = NamedToken.objects.get().last_used_at
    note_use(token)
    again = NamedToken.objects.get().last_used_at
    NamedToken.objects.update(last_used_at=first - timedelta(minutes=2))
    note_use(token)

    assert again == first
    assert NamedToken.objects.get().last_used_at > first


@pytest.mark.django_db(transaction=True)
def test_there_are_no_more_however_many_are_made_at_once(ana):
    for _ in range(MOST_TOKENS - 2):
        token_of(ana)

    made = all_at_once([lambda: make_token(ana, name="Shop")] * 6)

    assert sum(isinstance(token, str) for token in made) == 2
    assert AuthToken.objects.count() == MOST_TOKENS
