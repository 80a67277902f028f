"""Credits that people give and take, and what is kept of a ledger."""

import pytest

from generation.engine.allowances import accounts, ledger
from generation.engine.verbs.deletion import delete_job, delete_owners
from generation.errors import NotAllowedError
from generation.models import CreditAccount, CreditEntry
from tests.support.credits import left
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import failed
from tests.support.jobs import start_running, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twenty_credits_and_a_ledger_that_adds_up")]


def test_credits_are_granted_and_taken_with_a_note_and_a_name():
    ana, staff = make_user(), make_user("staff")

    ledger.grant(ana, 100, note="Bought in May", by=staff)
    entry = ledger.grant(ana, -20, note="A mistake", by=staff)

    assert (entry.amount, entry.note, entry.by) == (-20, "A mistake", staff)
    assert accounts.account_of(ana).balance == 100


def test_no_more_is_taken_than_there_is():
    ana = make_user()

    with pytest.raises(NotAllowedError, match="No more can be taken than there is, and that is 20"):
        ledger.grant(ana, -21, note="", by=None)

    assert accounts.account_of(ana).balance == 20


def test_a_refund_gives_back_what_a_run_has_cost_and_no_more():
    job = failed(make_funnel())
    staff = make_user("staff")

    entry = ledger.refund(job, note="The texts were poor", by=staff)

    assert (entry.amount, entry.by, left(job)) == (1, staff, 20)
    with pytest.raises(NotAllowedError, match="no credits that could be given back"):
        ledger.refund(job, note="", by=staff)


def test_nothing_is_refunded_while_a_run_is_open():
    job = start_running(make_funnel())
    write(job, 1)

    with pytest.raises(NotAllowedError) as refusal:
        ledger.refund(job, note="", by=None)

    assert refusal.value.code == "job_open"


def test_the_ledger_outlives_the_record_of_a_run():
    job = failed(make_funnel(name="Calm"))
    owner = job.owner

    delete_job(job)

    entries = CreditEntry.objects.filter(owner=owner).order_by("pk")
    assert list(entries.values_list("job", "note", "amount"))[1:] == [(None, "Calm", -14), (None, "Calm", 13)]
    assert accounts.account_of(owner).balance == 19


def test_a_person_is_deleted_with_their_ledger():
    job = failed(make_funnel())

    delete_owners([job.owner])

    assert not CreditAccount.objects.exists()
    assert not CreditEntry.objects.exists()
