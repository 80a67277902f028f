"""Emails and listings as tables to import."""

import csv
import io

import pytest

from generation.exports.tables import (
    EMAILS,
    LISTINGS,
    SEQUENCE,
    write_emails,
    write_listings,
    write_sequence,
)
from tests.support.exported import part, section, small_content
from tests.support.hostile import hostile_content
from tests.support.launched import launch_content


def rows_of(table: bytes) -> list[dict[str, str]]:
    """Return the rows as a strict reader gives them."""
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""), strict=True))


def email(**fields: str) -> bytes:
    body = fields.pop("body", "Text.")
    return write_emails(
        small_content(parts=(part("all_emails", section("e", body, kind="email", fields=fields)),))
    )


def test_emails_have_all_that_a_tool_imports():
    (row,) = rows_of(write_emails(small_content()))

    assert tuple(row) == EMAILS
    assert row["position"] == "1"
    assert row["name"] == "Lead magnet, email 1"
    assert row["subject"] == "Your forty minutes begin here"
    assert row["preview"] == "One page to print"
    assert row["body_text"] == "Here it is: https://harbourdesk.example/40"
    assert '<a href="https://harbourdesk.example/40">' in row["body_html"]


def test_listings_have_what_a_marketplace_imports_and_the_bundle_is_one():
    listing, bundle = rows_of(write_listings(small_content()))

    assert tuple(listing) == LISTINGS
    assert listing == {
        "title": "Inbox checklist for freelancers",
        "description": "A checklist of two pages.",
        "tags": "inbox, client mail",
        "price": "0.00",
        "currency": "USD",
        "url": "https://harbourdesk.example/40",
        "product": "The 40-Minute Inbox",
    }
    assert (bundle["title"], bundle["price"]) == ("Calm for good", "59.00")


def test_a_sequence_has_its_emails_and_its_messages():
    email, message = rows_of(write_sequence(launch_content()))

    assert tuple(email) == SEQUENCE
    assert [email[name] for name in SEQUENCE[:6]] == [
        "1",
        "email",
        "1 hour after the event",
        "Those who came decide now",
        "Your notes are here",
        "And the offer until Friday",
    ]
    assert email["body_text"] == "Thank you for coming: https://harbourdesk.example/workshop"
    assert "<!doctype html>" in email["body_html"]
    assert (message["kind"], message["subject"], message["body_html"]) == ("message", "", "")


def test_a_spreadsheet_reads_it_as_the_standard_says():
    table = email(subject='Say "yes", then go')

    assert table.startswith(b"\xef\xbb\xbfposition,name,")
    assert b'"Say ""yes"", then go"' in table
    assert table.endswith(b"\r\n")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\uff1d"])
def test_no_cell_is_a_formula(first):
    (row,) = rows_of(email(subject=f"{first}1+1", body=f"\\{first}cmd|' /C calc'!A0"))

    assert row["subject"] == f"'{first}1+1"
    assert not row["body_text"].startswith(first)


@pytest.mark.parametrize("write", [write_emails, write_listings, write_sequence])
def test_hostile_text_stays_in_its_cell(write):
    rows = rows_of(write(hostile_content()))
    assert rows
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert "\x07" not in cell


def test_a_line_break_in_a_text_does_not_end_its_row():
    (row,) = rows_of(email(body='One.\n\nTwo, "three".'))

    assert row["body_text"] == 'One.\n\nTwo, "three".'
