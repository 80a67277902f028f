"""Edits against an engine that writes at the same time."""

from functools import partial

import pytest
from django.db import transaction

from generation.engine.content.edits import SectionEdit, decline_offer, edit_section, restore_revision
from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import reset_job
from generation.errors import InvalidRequestError, StaleVersionError
from generation.models import Section
from tests.support.carousels import draw_for, stored_carousel
from tests.support.edits import save, texts, written_anew
from tests.support.funnels import make_funnel
from tests.support.jobs import start_running, write
from tests.support.locks import behind_us
from tests.support.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_edit_made_while_a_new_text_is_stored_is_not_lost():
    funnel = make_funnel()
    job = start_running(funnel)
    section = write(job, 1)
    reset_job(job)
    admit_jobs()
    job.refresh_from_db()

    with behind_us(lambda: write(job, 1, "Theirs.")) as begin_to_store, transaction.atomic():
        edit_section(section.pk, SectionEdit(body="Mine."), author=funnel.owner, version=1)
        begin_to_store()  # before the person's edit is committed

    section.refresh_from_db()
    assert section.revisions.get(number=section.version).body == "Mine."
    assert section.offered == 3


def test_of_two_edits_at_once_one_is_told_of_the_other():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)

    def edit(body: str) -> Section:
        return edit_section(section.pk, SectionEdit(body=body), author=funnel.owner, version=1)

    outcomes = all_at_once([partial(edit, body) for body in ("One.", "Two.")])

    assert {type(outcome) for outcome in outcomes} == {Section, StaleVersionError}
    assert Section.objects.get().version == 2


@pytest.mark.parametrize("body", ["", " \n", "\u200b"])
def test_a_text_that_cannot_be_seen_is_refused(body):
    funnel = make_funnel()
    section = write(start_running(funnel), 1)

    with pytest.raises(InvalidRequestError):
        edit_section(section.pk, SectionEdit(body=body), author=funnel.owner, version=1)


def test_the_lines_that_are_read_are_counted_with_an_edited_text():
    section = write(start_running(make_funnel()), 1)
    Section.objects.update(kind="slide")
    section.revisions.update(fields={"title": "Mail waits", "notes": "Wait."})

    save(section, "Two words.", fields={"notes": "Wait for an answer."})

    assert section.revisions.get(number=2).words == 8


def test_an_earlier_text_is_restored_as_a_new_revision():
    funnel = make_funnel()
    section = write(start_running(funnel), 1, "First.")
    save(section, "Second.", fields={"subject": "Two"})

    restored = restore_revision(section.pk, 1, author=funnel.owner, version=2)

    assert (restored.version, texts(section)) == (3, ["First.", "Second.", "First."])
    assert section.revisions.get(number=3).fields == {"subject": "Hello", "preview": ""}


def test_an_earlier_title_is_restored_with_its_text():
    section = write(start_running(make_funnel()), 1)
    owner = section.funnel.owner
    edit_section(section.pk, SectionEdit(title="A wrong title"), author=owner, version=1)

    restored = restore_revision(section.pk, 1, author=owner, version=2)

    assert (restored.title, restored.version) == ("Cover", 3)
    titles = section.revisions.order_by("number").values_list("title", flat=True)
    assert list(titles) == ["Cover", "A wrong title", "Cover"]


def test_restoring_what_stands_there_writes_nothing():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)

    assert restore_revision(section.pk, 1, author=funnel.owner, version=1).version == 1


def test_restoring_over_a_version_that_was_changed_is_refused():
    funnel = make_funnel()
    section = write(start_running(funnel), 1, "First.")
    save(section, "Second.")

    with pytest.raises(StaleVersionError):
        restore_revision(section.pk, 1, author=funnel.owner, version=1)


def test_the_text_on_offer_is_taken_by_restoring_it():
    funnel = make_funnel()
    job = start_running(funnel)
    section = save(write(job, 1), "Mine.")
    written_anew(job, "Theirs.")

    taken = restore_revision(section.pk, 3, author=funnel.owner, version=2)

    assert (taken.version, taken.offered) == (4, None)
    assert texts(section)[-1] == "Theirs."


def test_a_text_on_offer_that_says_the_same_can_be_taken_too():
    funnel = make_funnel()
    job = start_running(funnel)
    section = save(write(job, 1), "Mine.")
    written_anew(job, "Mine.")

    assert restore_revision(section.pk, 3, author=funnel.owner, version=2).offered is None


def test_an_offer_is_declined_by_writing_ones_own_text_once_more():
    funnel = make_funnel()
    job = start_running(funnel)
    section = save(write(job, 1), "Mine.")
    written_anew(job, "Theirs.")

    kept = decline_offer(section.pk, 3, author=funnel.owner, version=2)

    assert (kept.version, kept.offered, texts(section)[-1]) == (4, None, "Mine.")
    assert save(section, "Mine, again.").version == 5


def test_another_offer_than_the_one_that_was_seen_is_not_declined():
    funnel = make_funnel()
    job = start_running(funnel)
    section = save(write(job, 1), "Mine.")
    written_anew(job)
    written_anew(job)

    with pytest.raises(StaleVersionError):
        decline_offer(section.pk, 3, author=funnel.owner, version=2)


def test_what_a_person_writes_is_read_by_the_rules_as_well():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)

    save(section, "A game-changer. Write to [your name] about it.")

    advice = section.revisions.get(number=2).advice
    assert {"filler_phrase", "placeholder", "word_range"} <= {found["rule"] for found in advice}


def test_a_new_title_leaves_the_advice_as_it_was():
    funnel = make_funnel()
    section = write(start_running(funnel), 1)
    save(section, "A game-changer.")
    before = section.revisions.get(number=2).advice

    edit_section(section.pk, SectionEdit(title="Front"), author=funnel.owner, version=2)

    assert section.revisions.get(number=3).advice == before != []


def test_a_text_without_a_brief_to_hold_it_against_is_saved_without_advice():
    funnel = make_funnel()
    job = start_running(funnel)
    section = write(job, 1)
    job.delete()
    funnel.brief = {}
    funnel.save()

    save(section, "A game-changer.")

    assert section.revisions.get(number=2).advice == []


def test_a_picture_can_be_taken_from_the_sections_own_and_from_no_other():
    funnel = make_funnel()
    job = stored_carousel(funnel)
    own, others = Section.objects.get(task_key="picture_1"), draw_for(job, 2)
    mine, theirs = (section.revisions.get().fields["picture"] for section in (own, others))

    with pytest.raises(InvalidRequestError, match="drawn, not written"):
        edit_section(own.pk, SectionEdit(fields={"picture": theirs}), author=funnel.owner, version=1)

    edit = SectionEdit(body="Reworded.", fields={"picture": mine})
    assert edit_section(own.pk, edit, author=funnel.owner, version=1).version == 2
