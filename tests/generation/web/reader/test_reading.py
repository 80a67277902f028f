"""The reader: what is written can be read, whatever becomes of the rest."""

import pytest
from django.urls import reverse

from generation.blueprints import get_blueprint
from generation.engine.verbs.jobs import cancel_job
from generation.models import Section
from tests.support.edits import save, written_anew
from tests.support.jobs import begin, fail, write
from tests.support.written import write_parts

TITLES = [task.title for task in get_blueprint("funnel").tasks({})]


def read(page, funnel, part: str = "") -> str:
    address = reverse("read", args=[funnel.pk])
    answer = page.get(f"{address}?part={part}" if part else address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_funnel_without_a_job_says_that_nothing_is_written(page, funnel):
    shown = read(page, funnel)

    assert "Nothing is written yet" in shown
    assert all(title in shown for title in TITLES)


def test_a_finished_part_is_read_while_others_are_written(page, funnel, job):
    write(job, 1, "The **first** text.")
    begin(job, 2)

    shown = read(page, funnel)

    assert "The <strong>first</strong> text." in shown
    assert 'aria-label="Stage 1 of 7"' in shown
    assert "?part=lead_magnet_part_2" in shown
    assert "?part=front_end_part_1" not in shown


@pytest.mark.parametrize("end", [cancel_job, lambda job: fail(job, 2)])
def test_a_finished_part_is_read_after_the_job_has_ended(page, funnel, job, end):
    write(job, 1, "The first text.")

    end(job)

    assert "The first text." in read(page, funnel)


def test_a_part_shows_its_text_as_it_is_written(page, funnel, job):
    write(job, 1)
    begin(job, 2)

    shown = read(page, funnel, "lead_magnet_part_2")

    assert f'data-preview data-job="{job.pk}" data-task="lead_magnet_part_2" data-keep' in shown


def test_a_part_that_failed_says_why(page, funnel, job):
    write(job, 1)
    fail(job, 2)

    assert "The AI service said no." in read(page, funnel, "lead_magnet_part_2")


def test_a_part_that_waits_its_turn_says_so(page, funnel, job):
    assert "This part waits for its turn" in read(page, funnel, "all_emails")


def test_a_part_that_does_not_exist_is_not_found(page, funnel, job):
    assert page.get(reverse("read", args=[funnel.pk]) + "?part=nothing").status_code == 404


def test_somebody_elses_funnel_does_not_exist(other, funnel, section):
    assert other.get(reverse("read", args=[funnel.pk])).status_code == 404


def test_staff_without_a_permission_read_and_do_not_edit(staff, funnel, section):
    shown = read(staff, funnel)

    assert "As it was written." in shown
    assert reverse("edit_section", args=[section.pk]) not in shown
    assert reverse("lock_section", args=[section.pk]) not in shown


def test_a_section_says_what_a_person_did_to_it(page, funnel, job, section):
    save(section, "Mine.", locked=True)
    written_anew(job)

    shown = read(page, funnel)

    assert [word for word in ("Edited", "Locked", "New text on offer") if word not in shown] == []
    assert "v2" in shown


def test_advice_is_shown_with_the_words_it_is_about(page, funnel, section):
    save(section, "It is about £0.00, and it is [your name] who pays.")

    shown = read(page, funnel)

    assert "suggestions" in shown
    assert "A placeholder was left ([your name])." in shown
    assert "<blockquote>0.00</blockquote>" in shown


def test_an_email_shows_its_lines_and_copies_each(page, funnel, section):
    shown = read(page, funnel)

    assert "<dt>Subject</dt>" in shown
    assert 'data-copy-text="Hello" data-copies="Subject"' in shown
    assert "Copy body" in shown


def test_what_is_pasted_into_a_shop_or_a_mail_program_has_no_marks(page, funnel, section):
    save(section, "A **bold** text.\n\n- One\n\nButton: [Go](https://a.example)")

    assert ">A bold text.\n\n\u2022 One\n\nGo: https://a.example</textarea>" in read(page, funnel)


def test_chapters_stand_under_their_titles_and_headings_are_in_order(page, funnel):
    write_parts(funnel, parts=1)

    shown = read(page, funnel, "lead_magnet_part_1")

    chapter = Section.objects.get(key="chapter_1")
    assert f'href="#s-{chapter.pk}">{funnel.brief["products"]["lead_magnet"]["chapters"][0]}</a>' in shown
    assert shown.count("<h1") == 1
    assert 'type="checkbox"' in shown


def test_listings_show_their_tags_and_the_bundle_its_short_description(page, funnel):
    write_parts(funnel)

    assert '<ul role="list" class="chips"><li>' in read(page, funnel, "marketplace_batch_1")
    assert "<dt>Short description</dt>" in read(page, funnel, "bundle_listing")


def test_parts_lead_to_their_neighbours_that_can_be_read(page, funnel, job):
    write(job, 1)
    write(job, 3)

    shown = read(page, funnel, "front_end_part_1")

    assert f'rel="prev" href="/funnels/{funnel.pk}/read/?part=lead_magnet_part_1"' in shown
    assert 'rel="next"' not in shown


def test_words_are_counted_by_section_part_and_funnel(page, funnel, job):
    write(job, 1, "One two three.")
    write(job, 3, "One two.")

    shown = read(page, funnel)

    assert ["3 words" in shown, "2 of 14 parts, 5 words" in shown] == [True, True]


def test_the_same_state_is_served_in_the_same_words(page, funnel, section):
    """A page that looks again replaces what is different: a token in it would make everything so."""
    served = {_without_tokens_of_the_frame(read(page, funnel)) for _ in range(2)}

    assert len(served) == 1


def test_a_whole_funnel_is_read_with_few_queries(page, funnel, django_assert_max_num_queries):
    write_parts(funnel)

    with django_assert_max_num_queries(18):
        read(page, funnel, "front_end_part_2")


def _without_tokens_of_the_frame(shown: str) -> str:
    start, end = shown.index('<div class="reader">'), shown.index('<form id="lock"')
    return shown[start:end]
