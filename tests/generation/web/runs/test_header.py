"""What the run page offers to do, what it asks before, and how far it says the run has come."""

import re

import pytest

from generation.engine.running.dispatch import admit_jobs
from generation.engine.verbs.jobs import reset_job
from generation.models import Funnel, Section
from tests.support.job_states import (
    STATES,
    cancelled,
    cancelled_anew,
    failed,
    failed_with_another_open,
    finished,
    in_line,
    resumed,
    running,
)
from tests.support.run_html import buttons, html, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "state", [state for state in STATES if state.bring is not failed_with_another_open], ids=str
)
def test_the_header_offers_what_the_state_allows(page, funnel, state):
    state.bring(funnel)

    assert buttons(page, funnel) == state.header


def test_what_was_never_started_is_generated(page, funnel):
    assert buttons(page, funnel) == ("Generate", "Start with options")
    assert text(page, funnel, within="run-state").startswith("Not started 0 of 14 done")


def test_a_text_whose_run_is_not_on_record_can_be_used_and_regenerated(page, funnel):
    finished(funnel).delete()

    assert buttons(page, funnel) == ("Read", "Export", "Regenerate all")
    assert text(page, funnel, within="run-state").startswith("Ready 14 of 14 done")
    assert "Nothing is written yet" not in text(page, funnel)
    assert "What you will get" not in text(page, funnel)


def test_a_text_whose_run_is_not_on_record_is_regenerated_as_any_other(page, funnel):
    finished(funnel).delete()
    Section.objects.filter(task_key="all_emails").update(edited=True, title="Email 1")

    asked = text(page, funnel, within="ask-generate")

    assert asked.startswith("Regenerate all? All 14 parts are written again, from the brief as it is now.")
    assert "Earlier versions are kept and can be restored." in asked
    assert "This section keeps your text; the new one is offered beside it: Emails: Email 1" in asked


def test_a_part_whose_run_is_not_on_record_is_not_taken_for_the_whole(page, funnel):
    cancelled(funnel).delete()

    assert text(page, funnel, within="run-state").startswith("Partly written 1 of 14 done")


def test_a_brief_that_lacks_something_is_to_be_finished_first(page, ana):
    draft = Funnel.objects.create(owner=ana, name="Keto", brief={"topic": "Keto"}, draft=True)

    assert buttons(page, draft) == ("Finish the brief",)


@pytest.mark.parametrize(
    ("bring", "told"),
    [
        (in_line, "In line 0 of 14 done"),
        (running, "Generating 1 of 14 done"),
        (failed, "Failed 1 of 14 done"),
        (cancelled, "Cancelled 1 of 14 done"),
        (finished, "Ready 14 of 14 done"),
    ],
)
def test_the_card_tells_how_far_the_run_has_come(page, funnel, bring, told):
    bring(funnel)

    assert text(page, funnel, within="run-state").startswith(told)
    done = re.search(r"(\d+) of", told)[1]
    assert f'aria-valuetext="{done} of 14 parts done"' in html(page, funnel)


def test_the_bar_shows_each_part_as_its_row_does(page, funnel):
    resumed(funnel)

    shown = html(page, funnel)

    rows = shown[shown.index('id="run-list"') : shown.index('id="run-panel"')]
    bar = re.findall(r'<i class="status (\w+)">', shown)
    assert bar == re.findall(r'class="status status-icon (\w+)', rows)
    assert bar[0] == "kept"


def test_who_waits_in_line_sees_their_place(page, funnel):
    in_line(funnel)

    assert text(page, funnel, within="run-times").startswith("1st in line,")


def test_regenerating_everything_is_counted(page, funnel):
    reset_job(finished(funnel))
    admit_jobs()

    assert "Regenerated 1 time." in text(page, funnel, within="run-says")


def test_generating_is_asked_for_with_what_it_takes(page, funnel):
    asked = text(page, funnel, within="ask-generate")

    assert asked.startswith("Generate 14 parts?")
    assert "It takes 14 calls, a few seconds, free ." in asked


@pytest.mark.parametrize("bring", [finished, failed, cancelled_anew])
def test_where_there_is_text_its_versions_are_said_to_be_kept(page, funnel, bring):
    bring(funnel)

    assert "Earlier versions are kept and can be restored." in text(page, funnel, within="ask-reset")


@pytest.mark.parametrize(("bring", "title"), [(finished, "Regenerate all?"), (failed, "Start over?")])
def test_writing_everything_again_is_asked_for_with_what_it_takes(page, funnel, bring, title):
    bring(funnel)

    asked = text(page, funnel, within="ask-reset")

    assert asked.startswith(f"{title} All 14 parts are written again, from the brief as it is now.")
    assert "It takes 14 calls, a few seconds, free ." in asked


def test_sections_that_keep_a_persons_text_are_named_before_all_is_regenerated(page, funnel):
    finished(funnel)
    Section.objects.filter(task_key="all_emails").update(edited=True, title="Email 1")

    asked = text(page, funnel, within="ask-reset")

    assert "This section keeps your text; the new one is offered beside it: Emails: Email 1" in asked


def test_what_a_brief_that_is_not_enough_any_more_takes_is_not_told(page, funnel):
    failed(funnel)
    Funnel.objects.update(brief={})

    assert "It takes" not in text(page, funnel, within="ask-reset")
