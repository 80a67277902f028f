"""Edits against an engine that writes at the same time."""

import threading

import pytest
from django.db import transaction

from generation.engine.dispatch import admit_jobs
from generation.engine.edits import SectionEdit, edit_section
from generation.engine.jobs import reset_job
from generation.errors import InvalidRequestError, StaleVersionError
from generation.models import Section
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, write
from tests.support.threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_edit_made_while_a_new_text_is_stored_is_not_lost():
    funnel = make_funnel()
    job = start_running(funnel)
    section = write(job, 1)
    reset_job(job)
    admit_jobs()
    job.refresh_from_db()

    with transaction.atomic():  # the person's edit, not committed yet
        edit_section(section.pk, SectionEdit(body="Mine."), author=funnel.owner, version=1)
        storing, raised = in_thread(lambda: write(job, 1, "Theirs."))
        storing.join(0.5)
        assert storing.is_alive()
    storing.join(10)

    section.refresh_from_db()
    assert raised == []
    assert section.revisions.get(number=section.version).body == "Mine."
    assert section.offered == 3


def test_of_two_edits_at_once_one_is_told_of_the_other():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)
    together = threading.Barrier(2)

    def edit(body: str) -> None:
        together.wait()
        edit_section(section.pk, SectionEdit(body=body), author=funnel.owner, version=1)

    threads = [in_thread(lambda body=body: edit(body)) for body in ("One.", "Two.")]
    for thread, _ in threads:
        thread.join(10)

    raised = [error for _, errors in threads for error in errors]
    assert [type(error) for error in raised] == [StaleVersionError]
    assert Section.objects.get().version == 2


@pytest.mark.parametrize("body", ["", " \n", "\u200b"])
def test_a_text_that_cannot_be_seen_is_refused(body):
    funnel = make_funnel()
    section = write(start_running(funnel), 1)

    with pytest.raises(InvalidRequestError):
        edit_section(section.pk, SectionEdit(body=body), author=funnel.owner, version=1)
