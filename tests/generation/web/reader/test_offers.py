"""A new text beside a person's own, and locks."""

import pytest
from django.urls import reverse

from generation.models import Section
from tests.support.edits import save, texts, written_anew


@pytest.fixture
def offered(job, section) -> Section:
    """An edited section, at version 2, with revision 3 on offer."""
    save(section, "Mine it is.")
    return written_anew(job, "New it is.")


def settle(page, section, choice: str, *, number: int = 3, version: int = 2):
    form = {"choice": choice, "number": number, "version": version}
    return page.post(reverse("section_offer", args=[section.pk]), form)


def test_both_texts_are_shown_side_by_side(page, offered):
    shown = page.get(reverse("section_offer", args=[offered.pk])).content.decode()

    assert ["<p>Mine it is.</p>" in shown, "<p>New it is.</p>" in shown] == [True, True]
    assert "<del>Mine</del><ins>New</ins>" in shown


def test_the_new_text_is_taken(page, offered):
    settle(page, offered, "take")

    offered.refresh_from_db()
    assert (offered.version, offered.offered, texts(offered)[-1]) == (4, None, "New it is.")


def test_ones_own_text_is_kept(page, offered):
    settle(page, offered, "keep")

    offered.refresh_from_db()
    assert (offered.version, offered.offered, texts(offered)[-1]) == (4, None, "Mine it is.")


@pytest.mark.parametrize("choice", ["take", "keep"])
def test_an_edit_made_meanwhile_is_not_passed_over(page, offered, choice):
    save(offered, "Mine, and better.")

    settle(page, offered, choice)

    offered.refresh_from_db()
    assert (offered.version, offered.offered) == (4, 3)


def test_without_an_offer_one_is_led_back_to_the_text(page, section):
    answer = page.get(reverse("section_offer", args=[section.pk]))

    assert answer.status_code == 302


def test_somebody_elses_offer_does_not_exist(other, offered):
    assert other.get(reverse("section_offer", args=[offered.pk])).status_code == 404
    assert settle(other, offered, "take").status_code == 404


def test_staff_without_a_permission_look_at_it_only(staff, offered):
    shown = staff.get(reverse("section_offer", args=[offered.pk])).content.decode()

    assert "Take the new text" not in shown
    assert settle(staff, offered, "take").status_code == 403


@pytest.mark.parametrize(("sent", "locked"), [("yes", True), ("no", False)])
def test_a_section_is_locked_and_unlocked(page, section, sent, locked):
    Section.objects.update(locked=not locked)

    page.post(reverse("lock_section", args=[section.pk]), {"locked": sent})

    section.refresh_from_db()
    assert (section.locked, section.version) == (locked, 1)


def test_nobody_else_locks_it(other, staff, section):
    address = reverse("lock_section", args=[section.pk])

    assert other.post(address, {"locked": "yes"}).status_code == 404
    assert staff.post(address, {"locked": "yes"}).status_code == 403
