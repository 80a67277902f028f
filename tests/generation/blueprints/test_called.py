"""What content is called beside its funnel."""

import pytest

from generation.blueprints.called import (
    called_in_full,
    called_in_short,
    content_name,
    content_query,
    full_name,
)
from generation.models import Funnel, GenerationJob, Section


@pytest.mark.parametrize(
    ("blueprint", "subject", "name"),
    [
        ("funnel", "", ""),
        ("launch", "Spring event", "Launch: Spring event"),
        ("launch", "", "Launch"),
        ("declared_no_more", "Old", "declared_no_more: Old"),
    ],
)
def test_it_goes_by_its_kind_and_its_subject_but_for_the_funnels_own(blueprint, subject, name):
    assert content_name(blueprint, subject) == name
    assert full_name("Calm inbox", blueprint, subject) == ("Calm inbox / " + name if name else "Calm inbox")


def test_an_address_says_nothing_of_the_funnels_own():
    assert content_query("funnel", "") == {}
    assert content_query("launch", "") == {"kind": "launch"}
    assert content_query("launch", "A & B") == {"kind": "launch", "subject": "A & B"}


@pytest.mark.parametrize(
    ("blueprint", "subject", "name"),
    [
        ("funnel", "", "Calm Inbox"),
        ("page", "https://calm.example/ten-habits", "calm.example/ten-habits, page, Calm Inbox"),
        ("documents", "", "Company documents, Calm Inbox"),
        ("gone", "Spring", "Spring, gone, Calm Inbox"),
    ],
)
def test_where_there_is_little_room_what_tells_it_from_others_comes_first(blueprint, subject, name):
    job = GenerationJob(funnel=Funnel(name="Calm Inbox"), blueprint=blueprint, subject=subject)

    assert called_in_short(job) == name


def test_a_job_and_a_section_are_called_by_their_funnel_and_what_they_are_of():
    of = {"funnel": Funnel(name="Calm Inbox"), "blueprint": "launch", "subject": "Spring"}

    assert called_in_full(GenerationJob(**of)) == "Calm Inbox / Launch: Spring"
    assert called_in_full(Section(**of)) == "Calm Inbox / Launch: Spring"
