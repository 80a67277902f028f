"""The history of a section: who wrote what, what differs, and going back."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from generation.models import Revision, Section
from tests.support.edits import save, texts, written_anew


def history(page, section, query: str = "") -> str:
    answer = page.get(reverse("section_history", args=[section.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def restore(page, section, **form):
    return page.post(reverse("restore_revision", args=[section.pk]), form)


def test_it_says_who_wrote_what(page, section):
    save(section, "Mine.")

    shown = history(page, section)

    assert ["You" in shown, "The demo writer" in shown, "Shown now" in shown] == [True, True, True]


def test_the_newest_is_compared_with_what_stood_there_before_the_sitting(page, section):
    save(section, "As it was rewritten.")
    save(section, "As it was rewritten twice.")

    shown = history(page, section)

    assert "From version 1 to 3" in shown
    assert "As it was<del> written</del><ins> rewritten twice</ins>." in shown
    assert "2 saves" in shown
    assert shown.count('<option value="3"') == 2
    assert '<option value="2"' not in shown


def test_any_two_versions_are_compared(page, section):
    save(section, "One.")
    save(section, "Two.")

    shown = history(page, section, "?from=3&to=2")

    assert "<del>Two</del><ins>One</ins>" in shown


def test_lines_beside_the_text_are_compared_too(page, section):
    save(section, "As it was written.", fields={"subject": "Bye"})

    assert "<del>Hello</del><ins>Bye</ins>" in history(page, section)


def test_a_title_that_only_moved_out_of_the_text_is_no_difference(page, section):
    section.revisions.update(title="Chapter 1", body="## Start smaller\n\nOne.")
    Section.objects.update(key="chapter_1", kind="prose", title="Chapter 1")
    save(section, "Two.", title="Start smaller")

    shown = history(page, section)

    assert "Title of the section" not in shown
    assert "<del>One</del><ins>Two</ins>" in shown


@pytest.mark.parametrize("query", ["?to=99", "?from=99", "?to=99999999999999999999"])
def test_a_version_that_does_not_exist_is_not_shown(page, section, query):
    answer = page.get(reverse("section_history", args=[section.pk]) + query)

    assert answer.status_code == (200 if len(query) > 10 else 404)


def test_an_earlier_text_is_restored(page, section):
    save(section, "Mine.")

    answer = restore(page, section, number=1, version=2)

    assert answer.status_code == 302
    assert texts(section) == ["As it was written.", "Mine.", "As it was written."]
    assert "same text as version 1" in history(page, section)


def test_restoring_over_what_was_not_seen_is_refused_in_words(page, section):
    save(section, "Mine.")
    save(section, "Mine, and better.")

    answer = restore(page, section, number=1, version=2)

    assert "changed meanwhile" in str(next(iter(get_messages(answer.wsgi_request))))
    assert texts(section)[-1] == "Mine, and better."


@pytest.mark.parametrize("form", [{}, {"number": "x", "version": 1}, {"number": 9, "version": 1}])
def test_a_restore_of_nothing_is_not_found(page, section, form):
    assert restore(page, section, **form).status_code == 404


def test_somebody_elses_history_does_not_exist(other, section):
    assert other.get(reverse("section_history", args=[section.pk])).status_code == 404
    assert restore(other, section, number=1, version=1).status_code == 404


def test_staff_without_a_permission_see_it_and_restore_nothing(staff, section):
    save(section, "Mine.")

    assert "Restore" not in history(staff, section)
    assert restore(staff, section, number=1, version=2).status_code == 403


def test_a_long_history_is_shown_in_pages_with_few_queries(page, job, section, django_assert_max_num_queries):
    section = written_anew(job)
    typed = [
        Revision(section=section, number=number, body=f"Text {number}.", author=author)
        for number, author in enumerate([section.funnel.owner, None] * 30, start=3)
    ]
    Revision.objects.bulk_create(typed)

    with django_assert_max_num_queries(14):
        first = history(page, section)

    assert first.count('class="card sitting') == 50
    assert first.count("<option") == 2 * 52  # the lines of the page, and the two that are compared
    assert '?page=2"' in first
    assert "?page=2&amp;to=" in history(page, section, "?page=2")
