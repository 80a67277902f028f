"""What a section is called while it is written: as it was asked for, with the names that the cover gave."""

import html
import json
import re

import pytest
from django.test import Client

from generation.engine.verbs.deletion import delete_job
from generation.engine.verbs.jobs import cancel_job
from generation.models import Funnel
from generation.web.titles import titles_to_come
from tests.support.funnels import make_funnel, make_user, sample
from tests.support.jobs import begin, start_running, write

pytestmark = pytest.mark.django_db

COVER = "Five days.\n\nChapters:\n" + "\n".join(f"{number}. Step {number}" for number in range(1, 8))


@pytest.fixture
def funnel() -> Funnel:
    """Ana's, whose brief leaves it to the writer what the chapters are called."""
    brief = sample()["brief"]
    for product in brief["products"].values():
        product.pop("chapters", None)
    return make_funnel(make_user("ana"), brief=brief)


@pytest.fixture
def page(funnel: Funnel) -> Client:
    client = Client()
    client.force_login(funnel.owner)
    return client


def titles_on(page: Client, path: str) -> dict[str, str]:
    """Return the titles that the page heads live text with."""
    (titles,) = re.findall(r'data-preview [^>]*data-titles="([^"]*)"', page.get(path).content.decode())
    return json.loads(html.unescape(titles))


def both_pages(page: Client, funnel: Funnel, part: str) -> list[dict[str, str]]:
    paths = (f"/funnels/{funnel.pk}/run/?task={part}", f"/funnels/{funnel.pk}/read/?part={part}")
    return [titles_on(page, path) for path in paths]


def test_chapters_are_called_as_the_cover_named_them(page, funnel):
    job = start_running(funnel)
    write(job, 1, COVER)
    begin(job, 2)

    for titles in both_pages(page, funnel, "lead_magnet_part_2"):
        assert titles["chapter_4"] == "Step 4"


def test_before_there_is_a_cover_they_go_by_their_numbers(page, funnel):
    begin(start_running(funnel), 1)

    for titles in both_pages(page, funnel, "lead_magnet_part_1"):
        assert titles["chapter_1"] == "Chapter 1"
        assert titles["cover"] == "Cover"


def test_of_a_run_that_was_deleted_since_it_was_found_nothing_is_to_come(funnel):
    job = start_running(funnel)
    delete_job(cancel_job(job))

    assert titles_to_come(job, "lead_magnet_part_1") == {}
