"""What the pages call a section: as an export does."""

import pytest

from generation.models import Revision, Section
from generation.web.titles import shown_titles
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, write

pytestmark = pytest.mark.django_db


def test_chapters_asked_for_by_number_are_called_as_the_cover_of_their_product_says():
    job = start_running(make_funnel())
    cover = write(job, 1, "# Calm\n\nA course.\n\nChapters:\n1. Start smaller\n2. Go on")
    Section.objects.update(kind="prose")
    chapter = Section.objects.create(
        funnel=job.funnel,
        blueprint="funnel",
        task_key="lead_magnet_part_2",
        key="chapter_2",
        kind="prose",
        title="Chapter 2",
        position=1,
    )
    Revision.objects.create(section=chapter, number=1, body="Text.")

    def titles(*tasks: str) -> dict[tuple[str, str], str]:
        return shown_titles(job.funnel, tasks, blueprint="funnel", subject="")

    assert titles("lead_magnet_part_2") == {("lead_magnet_part_2", "chapter_2"): "Go on"}
    assert titles(cover.task_key) == {(cover.task_key, "cover"): "Calm"}
    assert titles() == {}
