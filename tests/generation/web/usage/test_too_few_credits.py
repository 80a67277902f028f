"""Where a first run would be refused for lack of credits, no page offers to begin one."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from generation.engine.allowances.ledger import grant
from generation.engine.verbs.jobs import cancel_job
from tests.support.admin import client_of, staff, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import fail, start_running, write

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


def test_an_operator_is_told_whose_credits_are_too_few():
    funnel = make_funnel()
    grant(funnel.owner, -9_990, note="", by=None)
    operator = staff("olga", "change_generationjob", "change_funnel")

    for address in (reverse("run", args=[funnel.pk]), reverse("brief", args=[funnel.pk, "style"])):
        shown = text_of(operator.get(address))
        assert "This takes 14 credits, and its owner has 10." in shown
        assert "Your usage" not in shown
    answer = operator.post(reverse("generate", args=[funnel.pk]))
    assert "its owner has 10" in " ".join(map(str, get_messages(answer.wsgi_request)))


def test_an_ended_run_that_cannot_be_paid_is_offered_nowhere():
    funnel = make_funnel(name="Focus Funnel")
    page = client_of(funnel.owner)
    job = fail_first_part(funnel)
    grant(funnel.owner, -9_990, note="", by=None)
    resume = reverse("resume_job", args=[job.pk])

    dashboard, run = page.get(reverse("dashboard")), page.get(reverse("run", args=[funnel.pk]))

    assert resume not in dashboard.content.decode()
    assert resume not in run.content.decode()
    assert f"Resume is not possible now. {REFUSAL}" in text_of(run)


def test_a_part_is_not_regenerated_without_a_credit():
    funnel = make_funnel()
    write(start_running(funnel), 1)
    cancel_job(funnel.jobs.get())
    page, read = client_of(funnel.owner), reverse("read", args=[funnel.pk])
    regenerate = reverse("regenerate_part", args=[funnel.pk, "lead_magnet_part_1"])
    assert regenerate in page.get(read).content.decode()

    grant(funnel.owner, -9_999, note="", by=None)

    assert regenerate not in page.get(read).content.decode()


def fail_first_part(funnel):
    job = start_running(funnel)
    fail(job, 1)
    return job
