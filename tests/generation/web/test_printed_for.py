"""A page that saves by itself says whom it was printed for, and saves in nobody else's name."""

import pytest
from django.test import Client

from generation.models import Funnel
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def funnel() -> Funnel:
    return make_funnel(make_user("ana"))


def post_for(funnel: Funnel, printed_for: str) -> int:
    """Send a brief as somebody who may change it; return the status of the answer."""
    client = Client()
    client.force_login(make_user("root", is_staff=True, is_superuser=True))
    answer = client.post(
        f"/funnels/{funnel.pk}/brief/audience/",
        {"name": "Theirs", "seen": '{"name": ""}', "language": "en"},
        headers={"Galley-Printed-For": printed_for},
    )
    return answer.status_code


def test_what_was_printed_for_another_is_refused_whatever_this_one_may_do(funnel):
    assert post_for(funnel, str(funnel.owner_id)) == 412

    funnel.refresh_from_db()
    assert funnel.name == "Calm Inbox"


def test_an_odd_word_is_nobody(funnel):
    assert post_for(funnel, "\x00") == 412


def test_who_is_signed_out_is_led_to_sign_in_all_the_same(funnel):
    answer = Client().post("/account/", headers={"Galley-Printed-For": str(funnel.owner_id)})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")
