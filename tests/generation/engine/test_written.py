"""What is written of a funnel, without its texts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from generation.engine.written import WrittenPiece, what_is_written
from generation.models import Revision, Section
from tests.support.funnels import make_funnel, make_user
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Section:
    return write(start_running(make_funnel()), 1)


def piece(section: Section) -> WrittenPiece:
    (found,) = what_is_written(section.funnel)["lead_magnet_part_1"]
    return found


def test_a_section_tells_its_words_and_hints(section):
    Revision.objects.update(advice=[{"rule": "opening"}, {"rule": "length"}])

    found = piece(section)

    assert (found.title, found.words, found.hints) == ("Cover", 5, 2)
    assert not found.held
    assert not found.offered


@pytest.mark.parametrize("mark", ["edited", "locked"])
def test_what_a_person_edited_or_locked_is_held(section, mark):
    Section.objects.update(**{mark: True}, offered=2)

    assert piece(section).held
    assert piece(section).offered


def test_other_funnels_and_retired_sections_are_left_out(section):
    assert what_is_written(make_funnel(make_user("ben"))) == {}

    Section.objects.update(retired=True)

    assert what_is_written(section.funnel) == {}


def test_one_query_reads_no_text(section):
    funnel = section.funnel

    with CaptureQueriesContext(connection) as queries:
        what_is_written(funnel)

    assert len(queries) == 1
    assert "body" not in queries[0]["sql"]
