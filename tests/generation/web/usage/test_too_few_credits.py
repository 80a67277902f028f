"""Where a first run would be refused for lack of credits, no page offers to begin one."""

import pytest
from django.urls import reverse

from generation.engine.ledger import grant
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_funnel, make_user

pytestmark = pytest.mark.django_db

REFUSAL = "This takes 14 credits, and you have 10. Ask an administrator for more"


@pytest.mark.parametrize(("name", "button"), [("run", "ask-generate"), ("start", 'button primary">')])
def test_a_page_says_so_instead(name, button):
    funnel = make_funnel()
    page = client_of(funnel.owner)
    address = reverse(name, args=[funnel.pk])
    assert button in page.get(address).content.decode()

    grant(funnel.owner, -9_990, note="", by=None)
    answer = page.get(address)

    assert REFUSAL in text_of(answer)
    assert button not in answer.content.decode()


def test_a_start_that_is_sent_all_the_same_is_refused_with_a_message():
    funnel = make_funnel(make_user())
    grant(funnel.owner, -9_990, note="", by=None)

    answer = client_of(funnel.owner).post(reverse("generate", args=[funnel.pk]), follow=True)

    assert REFUSAL in text_of(answer)
    assert not funnel.jobs.exists()
