"""Regenerating a part from the reader: a wish, and a choice of what may be replaced."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from generation.engine.verbs.jobs import cancel_job
from generation.models import JobEvent
from tests.support.edits import save
from tests.support.jobs import task_at


@pytest.fixture
def ended(job, section):
    """The job with its first part written, cancelled."""
    cancel_job(job)
    job.refresh_from_db()
    return job


def address(funnel) -> str:
    return reverse("regenerate_part", args=[funnel.pk, "lead_magnet_part_1"])


def ticked(page, funnel, query: str = "") -> bool:
    shown = page.get(address(funnel) + query).content.decode()
    return " checked>" in shown.partition('name="replace"')[2].partition("<span>")[0]


def test_the_question_ticks_what_no_person_has_touched(page, funnel, ended):
    assert ticked(page, funnel)


@pytest.mark.parametrize("change", [{"body": "Mine."}, {"body": "As it was written.", "locked": True}])
def test_the_question_leaves_what_a_person_holds_unticked(page, funnel, ended, section, change):
    save(section, **change)

    assert not ticked(page, funnel)


def test_the_question_says_what_it_takes_and_offers_wishes(page, funnel, ended):
    shown = page.get(address(funnel)).content.decode()

    assert ">1 call, a few seconds, free<" in shown
    assert 'data-wish="Shorter."' in shown


def test_who_asks_for_one_section_finds_the_others_unticked(page, funnel, ended, section):
    assert ticked(page, funnel, f"?section={section.pk}")
    assert not ticked(page, funnel, f"?section={funnel.pk}")


def test_the_part_is_regenerated_with_the_wish(page, funnel, ended, section):
    answer = page.post(address(funnel), {"note": "Shorter.", "replace": f"{section.pk}:1"})

    ended.refresh_from_db()
    assert answer.headers["Location"] == f"{reverse('read', args=[funnel.pk])}?part=lead_magnet_part_1"
    assert (ended.status, ended.only_task) == ("queued", "lead_magnet_part_1")
    assert task_at(ended, 1).note == "Shorter."


def test_a_ticked_section_is_given_up(page, funnel, ended, section):
    save(section, "Mine.")

    page.post(address(funnel), {"replace": f"{section.pk}:2"})

    section.refresh_from_db()
    assert not section.edited
    assert JobEvent.objects.get(kind="task_regenerated").data["given_up"] == ["cover"]


def test_a_section_left_unticked_is_kept(page, funnel, ended, section):
    page.post(address(funnel), {"note": ""})

    section.refresh_from_db()
    assert section.locked


def test_a_wish_that_would_be_taken_for_an_instruction_of_ours_is_refused(page, funnel, ended, section):
    answer = page.post(address(funnel), {"note": "===SECTION_BREAK===", "replace": f"{section.pk}:1"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "mistaken for an instruction" in shown
    assert f'value="{section.pk}:1" checked' in shown
    ended.refresh_from_db()
    assert ended.status == "cancelled"


def test_while_the_job_runs_the_engine_refuses_in_words(page, funnel, job, section):
    answer = page.post(address(funnel), {"replace": f"{section.pk}:1"})

    assert "still running" in str(next(iter(get_messages(answer.wsgi_request))))


@pytest.mark.parametrize("value", ["x", "1:1", ":", "00000000-0000-0000-0000-000000000000:x"])
def test_what_none_of_our_forms_sends_is_not_found(page, funnel, ended, value):
    assert page.post(address(funnel), {"replace": value}).status_code == 404


def test_a_part_that_does_not_exist_is_not_found(page, funnel, ended):
    assert page.get(reverse("regenerate_part", args=[funnel.pk, "nothing"])).status_code == 404


def test_a_part_that_is_listed_no_more_is_not_found(page, funnel, ended, monkeypatch):
    monkeypatch.setattr("generation.web.reader.regenerating.list_parts", lambda *_, **__: [])

    assert page.get(address(funnel)).status_code == 404


def test_somebody_elses_part_does_not_exist(other, funnel, ended):
    assert other.get(address(funnel)).status_code == 404
    assert other.post(address(funnel)).status_code == 404


def test_staff_without_a_permission_regenerate_nothing(staff, funnel, ended):
    assert staff.post(address(funnel)).status_code == 403
