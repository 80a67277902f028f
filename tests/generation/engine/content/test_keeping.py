"""Regenerating a part, and what a person chose to keep of it."""

import pytest

from generation.engine.content.edits import SectionEdit, edit_section
from generation.engine.content.keeping import Choice
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import cancel_job
from generation.engine.verbs.rework import regenerate_task
from generation.errors import NotAllowedError
from generation.models import GenerationJob, JobEvent, Section
from tests.support.edits import save, texts
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, task_at, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> GenerationJob:
    """A job that has ended, with its first part written."""
    job = start_running(make_funnel())
    write(job, 1, "As it was written.")
    cancel_job(job)
    job.refresh_from_db()
    return job


@pytest.fixture
def section(job) -> Section:
    return Section.objects.get()


def write_anew(job: GenerationJob, choice: Choice) -> Section:
    regenerate_task(task_at(job, 1), choice=choice)
    admit_jobs()
    job.refresh_from_db()
    return write(job, 1, "Anew.")


def test_an_edited_section_keeps_its_text_unless_it_is_chosen(job, section):
    save(section, "Mine.")

    after = write_anew(job, Choice())

    assert (after.version, after.offered) == (2, 3)


def test_a_chosen_section_takes_the_new_text_and_loses_no_revision(job, section):
    save(section, "Mine.")

    after = write_anew(job, Choice(replace={section.pk: 2}))

    assert (after.version, after.offered, after.edited) == (3, None, False)
    assert texts(section) == ["As it was written.", "Mine.", "Anew."]
    assert JobEvent.objects.get(kind="task_regenerated").data == {"given_up": ["cover"]}


def test_a_chosen_section_that_is_locked_takes_the_new_text(job, section):
    edit_section(section.pk, SectionEdit(locked=True), author=job.funnel.owner, version=1)

    after = write_anew(job, Choice(replace={section.pk: 1}))

    assert (after.version, after.locked) == (2, False)


def test_a_section_edited_since_it_was_chosen_is_not_given_up(job, section):
    save(section, "Mine.")
    save(section, "Mine, and better.")

    after = write_anew(job, Choice(replace={section.pk: 2}))

    assert (after.version, after.offered, after.edited) == (3, 4, True)


def test_a_section_to_be_kept_is_locked(job, section):
    after = write_anew(job, Choice(keep=frozenset({section.pk})))

    assert (after.version, after.offered, after.locked) == (1, 2, True)


def test_a_refused_rewrite_gives_nothing_up(job, section):
    save(section, "Mine.")

    with pytest.raises(NotAllowedError):
        regenerate_task(task_at(job, 2), choice=Choice(replace={section.pk: 2}))

    section.refresh_from_db()
    assert section.edited


def test_a_section_of_another_part_is_not_touched(job, section):
    save(section, "Mine.")
    Section.objects.update(task_key="all_emails")

    regenerate_task(task_at(job, 1), choice=Choice(replace={section.pk: 2}))

    section.refresh_from_db()
    assert section.edited
