"""How many words there are: the run page and the reader say the same, whoever wrote them last."""

import re

import pytest
from django.test import Client

from generation.engine.content.edits import SectionEdit, edit_section
from generation.models import Funnel, Section
from tests.support.job_states import finished
from tests.support.jobs import start_running
from tests.support.run_html import text

pytestmark = pytest.mark.django_db


def rewrite(funnel: Funnel, body: str) -> None:
    """Give the first part another text, as its owner does."""
    section = Section.objects.get(funnel=funnel, task_key="lead_magnet_part_1")
    edit_section(section.pk, SectionEdit(body=body), author=funnel.owner, version=section.version)


def words_in_reader(page: Client, funnel: Funnel) -> tuple[str, str]:
    """Return how many words the reader counts: in all, and in the first part."""
    html = page.get(f"/funnels/{funnel.pk}/read/?part=lead_magnet_part_1").content.decode()
    (in_all,) = re.findall(r"14 parts, (\d+) words", html)
    (in_part,) = re.findall(r'<span class="num">(\d+)</span> words', html)
    return in_all, in_part


def test_what_a_person_changed_is_counted_as_it_reads_now(page, funnel):
    finished(funnel)
    rewrite(funnel, "Two words.")

    assert words_in_reader(page, funnel) == ("67", "2")
    assert "67 words in" in text(page, funnel, within="run-banners")
    assert "2 words" in text(page, funnel, within="task-1")


def test_an_earlier_run_has_as_many_words_as_it_wrote(page, funnel):
    earlier = finished(funnel)
    rewrite(funnel, "Two words.")
    start_running(funnel)

    assert "70 words in" in text(page, funnel, f"?job={earlier.pk}", within="run-banners")
