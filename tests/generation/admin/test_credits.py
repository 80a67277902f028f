"""Credits in the admin: granted and refunded with a note and a name; lines are never changed."""

import pytest
from django.test import Client

from generation.engine.allowances.accounts import account_of
from generation.engine.allowances.ledger import grant
from generation.models import AuditEntry, CreditEntry
from tests.support.admin import JOBS, act, staff, text_of
from tests.support.funnels import make_funnel, make_user
from tests.support.job_states import failed
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db

ENTRIES = "/admin/generation/creditentry/"
ACCOUNTS = "/admin/generation/creditaccount/"


def test_credits_are_granted_with_a_note_by_whom(admin_client: Client) -> None:
    ana = make_user("ana")

    page = admin_client.post(
        f"{ENTRIES}add/", {"owner": ana.pk, "amount": 50, "note": "Bought in May"}, follow=True
    )

    entry = CreditEntry.objects.first()
    assert entry
    assert (entry.kind, entry.amount, entry.note) == ("grant", 50, "Bought in May")
    assert entry.by
    assert entry.by.get_username() == "admin"
    assert account_of(ana).balance == 10_050
    assert "Bought in May" in text_of(page)
    noted = AuditEntry.objects.get(action="credits_granted")
    assert (noted.actor_name, noted.target_name, noted.data) == (
        "admin",
        "ana",
        {"amount": 50, "note": "Bought in May"},
    )


@pytest.mark.django_db(transaction=True)
def test_two_clicks_grant_once(admin_client: Client) -> None:
    ana = make_user("ana")
    sent = {"owner": ana.pk, "amount": 7, "note": "Bought in May"}

    all_at_once([lambda: admin_client.post(f"{ENTRIES}add/", sent) for _ in range(3)])

    assert account_of(ana).balance == 10_007
    admin_client.post(f"{ENTRIES}add/", sent | {"note": "Bought in June"})
    assert account_of(ana).balance == 10_014


def test_no_more_is_taken_than_there_is(admin_client: Client) -> None:
    ana = make_user("ana")

    page = admin_client.post(
        f"{ENTRIES}add/", {"owner": ana.pk, "amount": -10_001, "note": "A mistake"}, follow=True
    )

    assert "No more can be taken than there is, and that is 10,000." in text_of(page)
    assert account_of(ana).balance == 10_000


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"amount": "0", "note": "x"}, "Write how many credits to give, or to take."),
        ({"amount": "5", "note": ""}, "This field is required."),
        ({"amount": "5", "note": "a\0b"}, "Null characters are not allowed."),
        ({"amount": "1e30", "note": "x"}, "Enter a whole number."),
        ({"amount": "9" * 20, "note": "x"}, "Ensure this value is less than or equal to 1000000000."),
    ],
)
def test_what_is_wrong_with_a_grant_is_told(admin_client: Client, sent: dict[str, str], told: str) -> None:
    page = admin_client.post(f"{ENTRIES}add/", {"owner": make_user("ana").pk, **sent})

    assert told in text_of(page)
    assert not CreditEntry.objects.exists()


def test_lines_are_neither_changed_nor_deleted(admin_client: Client) -> None:
    entry = grant(make_user("ana"), 5, note="A gift", by=None)
    page = f"{ENTRIES}{entry.pk}/"

    admin_client.post(f"{page}change/", {"amount": 500, "note": "More"})
    act(admin_client, ENTRIES, "delete_selected", entry, post="yes")

    assert admin_client.get(f"{page}delete/").status_code == 403
    entry.refresh_from_db()
    assert (entry.amount, entry.note) == (5, "A gift")


def test_only_those_who_may_grant(db: None) -> None:
    looks = staff("sam", "view_creditentry")

    assert looks.get(ENTRIES).status_code == 200
    assert looks.get(f"{ENTRIES}add/").status_code == 403


def test_a_run_is_refunded_with_a_note_once(admin_client: Client) -> None:
    job = failed(make_funnel())  # one of its parts is written

    asked = act(admin_client, JOBS, "refund", job)
    act(admin_client, JOBS, "refund", job, confirmed="yes", note="Poor texts")
    again = act(admin_client, JOBS, "refund", job, confirmed="yes", note="Poor texts")

    assert "Why, for their owners to read" in text_of(asked)
    entry = CreditEntry.objects.get(kind="refund")
    assert (entry.amount, entry.note) == (1, "Poor texts")
    assert "This has cost no credits that could be given back." in text_of(again)
    assert AuditEntry.objects.filter(action="credits_refunded").count() == 1


def test_what_its_owner_is_to_read_of_a_refund_is_neither_cut_nor_left_empty(admin_client: Client) -> None:
    job = failed(make_funnel())

    asked = act(admin_client, JOBS, "refund", job).content.decode()
    empty = act(admin_client, JOBS, "refund", job, confirmed="yes", note="\u200b ")
    long = act(admin_client, JOBS, "refund", job, confirmed="yes", note="Poor texts. " + "x" * 200)

    assert 'maxlength="200" required' in asked
    assert "may be left empty" not in asked
    assert "Write a note; it may not be left empty." in text_of(empty)
    assert "Shorten the note to 200 characters; it has 212." in text_of(long)
    assert "Poor texts. xxx" in text_of(long)
    assert not CreditEntry.objects.filter(kind="refund").exists()


def test_who_may_not_grant_is_shown_no_way_to_it(admin_client: Client) -> None:
    grant(make_user("ana"), 5, note="", by=None)

    assert "Grant or take" in text_of(admin_client.get(ACCOUNTS))
    assert "Grant or take" not in text_of(staff("sam", "view_creditaccount").get(ACCOUNTS))


def test_who_may_not_grant_may_not_refund(db: None) -> None:
    job = failed(make_funnel())

    act(staff("sam", "view_generationjob", "change_generationjob"), JOBS, "refund", job, confirmed="yes")

    assert not CreditEntry.objects.filter(kind="refund").exists()


def test_balances_stand_beside_people(admin_client: Client) -> None:
    grant(make_user("ana"), 5, note="", by=None)
    make_user("ben")

    assert "10,005" in text_of(admin_client.get("/admin/auth/user/"))
    assert "10005" in text_of(admin_client.get(ACCOUNTS)).replace(",", "")
