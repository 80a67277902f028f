"""What the last request had to say, in the next page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.funnels import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    client = Client()
    client.force_login(make_user())
    client.post(reverse("account"), {"first_name": "Ana", "last_name": "", "email": ""})
    return client


def test_it_is_said_in_the_next_page_and_not_again(browser):
    assert "Saved." in browser.get(reverse("history")).content.decode()
    assert "Saved." not in browser.get(reverse("history")).content.decode()


def test_a_look_of_another_tab_does_not_swallow_it(browser):
    look = browser.get(reverse("history"), headers={"Galley-Look": "1"})

    assert "Saved." not in look.content.decode()
    assert "Saved." in browser.get(reverse("history")).content.decode()
