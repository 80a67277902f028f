from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from generation.errors import AttemptStopped, ContentError
from generation.pipeline import STAGES, run_pipeline
from generation.pipeline.draft import Draft, Tools
from generation.pipeline.stages import Hooks, Stage, StageRecord
from generation.states import StageOutcome
from tests.support.drafts import FakeTools, make_draft


def _note(text: str) -> Any:
    return lambda draft, tools: replace(draft, note=draft.note + text)


def _fail(error: BaseException) -> Any:
    def run(draft: Draft, tools: Tools) -> Draft:
        raise error

    return run


@pytest.fixture
def records() -> list[StageRecord]:
    return []


def test_the_seven_stages_run_in_order_and_each_is_recorded(records: list[StageRecord]) -> None:
    tools = FakeTools()

    run_pipeline(make_draft(), tools, record=records.append)

    names = [stage.name for stage in STAGES]
    assert names == [
        "validation",
        "context_building",
        "component_generation",
        "template_assembly",
        "quality_validation",
        "post_processing",
        "storage",
    ]
    assert tools.entered == names
    assert [(record.name, record.outcome) for record in records] == [(n, StageOutcome.SUCCESS) for n in names]
    assert all(0 < record.seconds < 5 for record in records)


def test_a_finished_draft_is_stored_once_with_its_words_counted(records: list[StageRecord]) -> None:
    tools = FakeTools()

    draft = run_pipeline(make_draft(), tools, record=records.append)

    assert [stored.sections for stored in tools.stored] == [draft.sections]
    assert [(section.body, section.position, section.words) for section in draft.sections] == [
        ("Bread.", 1, 1)
    ]


def test_a_failed_stage_ends_the_run_and_its_record_is_still_had(records: list[StageRecord]) -> None:
    stages = (Stage(name="a", run=_note("a")), Stage(name="b", run=_fail(KeyError("x"))), STAGES[-1])
    tools = FakeTools()

    with pytest.raises(KeyError), capture_logs():
        run_pipeline(make_draft(), tools, record=records.append, stages=stages)

    assert [(record.name, record.outcome) for record in records] == [("a", "success"), ("b", "error")]
    assert tools.stored == []


def test_a_stage_with_an_error_handler_goes_on_with_its_answer(records: list[StageRecord]) -> None:
    stage = Stage(
        name="a",
        run=_fail(ValueError("x")),
        on_error=lambda draft, error: replace(draft, note=f"mended {error}"),
    )

    with capture_logs():
        draft = run_pipeline(make_draft(), FakeTools(), record=records.append, stages=(stage,))

    assert draft.note == "mended x"
    assert records[0].outcome == StageOutcome.ERROR


def test_the_pipelines_error_handler_is_told_of_the_stage_its_draft_and_the_error(
    records: list[StageRecord],
) -> None:
    told: list[tuple[str, str, Exception]] = []
    stages = (Stage(name="a", run=_note("a")), Stage(name="b", run=_fail(error := ValueError("x"))))

    with pytest.raises(ValueError, match="x"):
        run_pipeline(
            make_draft(),
            FakeTools(),
            record=records.append,
            stages=stages,
            on_error=lambda stage, draft, error: told.append((stage.name, draft.note, error)),
        )

    assert told == [("b", "a", error)]


def test_an_answer_that_is_refused_is_no_fault_of_ours_nor_logged_here(
    records: list[StageRecord],
) -> None:
    stages = (Stage(name="quality_validation", run=_fail(ContentError("too_short", "Too short."))),)

    with pytest.raises(ContentError), capture_logs() as logs:
        run_pipeline(make_draft(), FakeTools(), record=records.append, stages=stages)

    assert logs == []


def test_the_stage_of_an_unforeseen_error_is_logged_without_its_trace(records: list[StageRecord]) -> None:
    stages = (Stage(name="a", run=_fail(KeyError("x"))),)

    with pytest.raises(KeyError), capture_logs() as logs:
        run_pipeline(make_draft(), FakeTools(), record=records.append, stages=stages)

    assert [line["log_level"] for line in logs] == ["error"]
    assert (logs[0]["stage"], logs[0]["blueprint"], logs[0]["task"]) == ("a", "tiny", "first")
    assert "exc_info" not in logs[0]


def test_a_stopped_attempt_passes_through_untouched_but_recorded(records: list[StageRecord]) -> None:
    tools = FakeTools(answer=AttemptStopped())

    with pytest.raises(AttemptStopped), capture_logs() as logs:
        run_pipeline(make_draft(), tools, record=records.append)

    assert [record.outcome for record in records] == ["success", "success", "error"]
    assert logs == []


def test_a_skipped_stage_does_not_run_and_is_recorded_as_skipped(records: list[StageRecord]) -> None:
    tools = FakeTools()
    stages = (Stage(name="a", run=_fail(ValueError("x")), skip=lambda draft: draft.skip_quality_check),)

    run_pipeline(make_draft(skip_quality_check=True), tools, record=records.append, stages=stages)

    assert [(record.name, record.outcome) for record in records] == [("a", "skipped")]
    assert tools.entered == []


def test_hooks_run_before_the_first_and_after_the_last_stage(records: list[StageRecord]) -> None:
    hooks = Hooks(
        before=(lambda draft: replace(draft, note=draft.note + "before "),),
        after=(lambda draft: replace(draft, note=draft.note + " after"),),
    )

    draft = run_pipeline(
        make_draft(),
        FakeTools(),
        record=records.append,
        hooks=hooks,
        stages=(Stage(name="a", run=_note("a")),),
    )

    assert draft.note == "before a after"


def test_a_hook_before_can_end_the_run(records: list[StageRecord]) -> None:
    def refuse(draft: Draft) -> Draft:
        raise PermissionError("no")

    with pytest.raises(PermissionError):
        run_pipeline(make_draft(), FakeTools(), record=records.append, hooks=Hooks(before=(refuse,)))

    assert records == []


def test_a_hook_after_that_fails_cannot_undo_what_is_stored(records: list[StageRecord]) -> None:
    tools = FakeTools()

    def fail(draft: Draft) -> Draft:
        raise PermissionError("no")

    with capture_logs() as logs:
        draft = run_pipeline(make_draft(), tools, record=records.append, hooks=Hooks(after=(fail,)))

    assert draft.sections
    assert [line["event"] for line in logs] == ["Hook after the pipeline failed"]
