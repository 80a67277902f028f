"""Which content of a funnel a page is about, and the addresses that say so."""

from uuid import UUID

import pytest
from django.http import Http404, QueryDict

from generation.web.which import Which, address_of, where_it_is_started, which_asked_for

FUNNEL = UUID("00000000-0000-4000-8000-000000000001")
LAUNCH = Which(blueprint="launch", subject="Spring event")


def test_the_funnels_own_addresses_say_nothing_of_kinds():
    assert address_of("read", FUNNEL, Which()) == f"/funnels/{FUNNEL}/read/"
    assert address_of("read", FUNNEL, Which(), part="bump_full") == f"/funnels/{FUNNEL}/read/?part=bump_full"


def test_other_addresses_say_which_kind_and_subject_before_what_else_they_ask_for():
    assert (
        address_of("read", FUNNEL, LAUNCH, part="deck")
        == f"/funnels/{FUNNEL}/read/?kind=launch&subject=Spring+event&part=deck"
    )
    assert address_of("export", FUNNEL, Which(blueprint="launch")) == f"/funnels/{FUNNEL}/export/?kind=launch"
    assert (
        address_of("regenerate_part", FUNNEL, LAUNCH, "deck")
        == f"/funnels/{FUNNEL}/regenerate/deck/?kind=launch&subject=Spring+event"
    )


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("", Which()),
        ("kind=launch&subject=Spring+event", LAUNCH),
        ("kind=documents", Which(blueprint="documents")),
    ],
)
def test_a_page_is_about_the_funnels_own_unless_its_query_says_otherwise(query, which):
    assert which_asked_for(QueryDict(query)) == which


@pytest.mark.parametrize("query", ["kind=nothing", "kind=", "kind=launch&subject=%00"])
def test_what_there_is_not_is_not_found(query):
    with pytest.raises(Http404):
        which_asked_for(QueryDict(query))


def test_a_kind_is_asked_for_in_its_own_form_which_begins_with_the_inputs_of_before():
    assert where_it_is_started(FUNNEL, Which()) == f"/funnels/{FUNNEL}/start/"
    assert where_it_is_started(FUNNEL, LAUNCH) == f"/funnels/{FUNNEL}/write/launch/?subject=Spring+event"
