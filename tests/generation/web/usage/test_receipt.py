"""The receipt of a run: what each part took, and what it cost."""

import re
from html import unescape

import pytest
from django.urls import reverse

from generation.engine.allowances import ledger
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.rework import regenerate_task
from generation.models import CreditEntry, GenerationJob, TaskAttempt
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import failed, finished, fresh
from tests.support.jobs import fail, start_running, task_at, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_user()


def receipt(job: GenerationJob):
    return client_of(job.owner).get(reverse("receipt", args=[job.pk]))


def rows(job: GenerationJob) -> list[list[str]]:
    """Return the cells of the parts and their sum."""
    table = re.search(r'<tbody id="receipt-parts".*?</tbody>', receipt(job).content.decode(), re.DOTALL)
    assert table
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split())
            for cell in re.findall(r"(?s)<td.*?</td>", row)
        ]
        for row in re.findall(r"(?s)<tr.*?</tr>", table[0])
    ]


def test_each_part_tells_its_tries_tokens_price_and_credits(ana):
    job = start_running(make_funnel(ana))
    TaskAttempt.objects.all().delete()
    write(job, 1)
    fail(job, 2)
    TaskAttempt.objects.update(provider="anthropic", model="claude-sonnet-5-5")
    TaskAttempt.objects.filter(task__position=1).update(
        input_tokens=3_000, cached_input_tokens=1_000, cost_micro_usd=120_000
    )

    told = rows(job)

    assert told[0] == ["Lead magnet, part 1 claude-sonnet-5-5", "1", "3,000", "1,000", "10", "$0.12", "1"]
    assert told[1] == ["Lead magnet, part 2 claude-sonnet-5-5", "1", "0", "0", "0", "\N{EN DASH}", "0"]
    assert told[2] == ["Front-end, part 1", "0", "0", "0", "0", "\N{EN DASH}", "0"]
    assert told[-1] == ["All parts", "2", "3,000", "1,000", "10", "$0.12", "1"]


def test_a_part_that_was_regenerated_is_paid_for_twice(ana):
    job = regenerate_task(task_at(finished(make_funnel(ana)), 1))
    admit_jobs()
    write(job, 1)

    told = rows(job)

    assert (told[0][-1], told[1][-1], told[-1][-1]) == ("2", "1", "15")


def test_credits_set_aside_given_back_and_refunded_are_told(ana):
    job = failed(make_funnel(ana, name="Calm Inbox"))
    ledger.refund(job, note="The texts were poor", by=None)

    shown = text_of(receipt(job))

    assert "Set aside for a run Calm Inbox -14" in shown
    assert "Given back for what was not written Calm Inbox +13" in shown
    assert "Refunded Calm Inbox The texts were poor +1" in shown
    assert rows(job)[-1][-1] == "0"


def test_what_the_demo_writer_wrote_costs_no_money(ana):
    job = finished(make_funnel(ana))
    TaskAttempt.objects.update(cost_micro_usd=0)

    shown = text_of(receipt(job))

    assert "The demo writer wrote this, which costs no money." in shown
    assert "$" not in shown
    assert "Cost" not in shown


def test_a_run_of_before_there_was_a_ledger_tells_no_credits(ana):
    job = finished(make_funnel(ana))
    CreditEntry.objects.filter(job=job).delete()

    assert "Credits" not in text_of(receipt(job))


def test_the_run_page_leads_to_the_receipt_once_the_run_has_ended(ana):
    job = start_running(make_funnel(ana))
    link = f'href="{reverse("receipt", args=[job.pk])}"'
    run = reverse("run", args=[job.funnel_id])
    assert link not in client_of(ana).get(run).content.decode()

    fail(job, 1)

    assert fresh(job).status == "failed"
    assert link in client_of(ana).get(run).content.decode()


def test_somebody_elses_receipt_is_not_there(ana):
    job = failed(make_funnel(ana))
    address = reverse("receipt", args=[job.pk])

    assert client_of(make_user("ben")).get(address).status_code == 404
    assert client_of(make_user("sam", is_staff=True)).get(address).status_code == 200
