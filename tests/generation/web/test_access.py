"""Nobody reaches a page without signing in, and nobody reaches what is not theirs."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["dashboard", "history", "account", "usage"])
def test_who_is_not_signed_in_is_led_to_the_sign_in_page(name):
    answer = Client().get(reverse(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", ["dashboard", "history", "account", "usage"])
def test_every_page_of_a_persons_own_opens(name):
    client = Client()
    client.force_login(make_user())

    assert client.get(reverse(name)).status_code == 200
