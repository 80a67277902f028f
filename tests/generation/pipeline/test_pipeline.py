"""The pipeline as a whole, and the defects that earlier systems of its kind shipped."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from generation.blueprints.base import Source
from generation.calls import SectionText
from generation.errors import ContentError
from generation.pipeline import run_pipeline
from generation.pipeline.draft import Draft
from generation.pipeline.parser import SEPARATOR
from generation.pipeline.stages import StageRecord
from generation.providers.base import StopReason
from generation.sources import WebPage
from tests.support.blueprints import make_section
from tests.support.drafts import FakeTools, make_answer, make_draft

LINK = "https://harbourdesk.example/handbook"
SPECS = (
    make_section("chapter_4"),
    make_section("chapter_5"),
    make_section("bridge", include=("Calm Inbox Handbook", "$17.00", LINK)),
)
GOOD = {
    "chapter_4": "Four.",
    "chapter_5": "Five.",
    "bridge": f"Next comes the Calm Inbox Handbook, $17.00, at {LINK}.",
}


def _answer(sections: dict[str, str], stop: StopReason = StopReason.END) -> FakeTools:
    text = f"\n{SEPARATOR}\n".join(f"### {key}\n{body}" for key, body in sections.items())
    return FakeTools(answer=make_answer(text, stop))


def _failure(tools: FakeTools, **changes: object) -> ContentError:
    with pytest.raises(ContentError) as caught, capture_logs():
        run_pipeline(make_draft(*SPECS, **changes), tools, record=[].append)
    assert tools.stored == []
    return caught.value


def test_a_truncated_answer_is_never_accepted_as_whole() -> None:
    error = _failure(_answer(GOOD, StopReason.TRUNCATED))

    assert error.code == "truncated"
    assert [section.key for section in error.kept] == ["chapter_4", "chapter_5"]


def test_a_task_is_never_completed_with_a_chapter_missing() -> None:
    error = _failure(_answer({key: GOOD[key] for key in ("chapter_4", "bridge")}))

    assert error.code == "missing_section"
    assert [section.key for section in error.kept] == ["chapter_4", "bridge"]


def test_a_bridge_without_the_link_to_the_next_product_is_sent_back() -> None:
    error = _failure(_answer(GOOD | {"bridge": "Next comes the Calm Inbox Handbook, $17.00."}))

    assert error.code == "missing_text"
    assert error.message == f"\u201c{LINK}\u201d is missing in Bridge."
    assert [section.key for section in error.kept] == ["chapter_4", "chapter_5"]


@pytest.mark.parametrize("product_format", ["checklist", "a format of one's own"])
def test_the_format_the_user_chose_reaches_the_prompt(product_format: str) -> None:
    tools = _answer(GOOD)

    run_pipeline(
        make_draft(*SPECS, brief={"topic": "Mail", "format": product_format}), tools, record=[].append
    )

    assert f"as a {product_format} in" in tools.calls[0].text


def test_a_second_attempt_completes_from_what_the_first_one_kept() -> None:
    error = _failure(_answer(GOOD | {"chapter_5": ""}))
    tools = _answer({"chapter_5": "Five, at last."})

    draft = run_pipeline(
        make_draft(*SPECS, kept=error.kept, complaints=error.violations), tools, record=[].append
    )

    assert [section.body for section in draft.sections] == ["Four.", "Five, at last.", GOOD["bridge"]]
    assert "Chapter 5 came back empty." in tools.calls[0].text


def test_nobody_is_asked_when_every_section_was_kept() -> None:
    kept = tuple(SectionText(key=key, body=body) for key, body in GOOD.items())
    records: list[StageRecord] = []
    tools = _answer({})

    run_pipeline(make_draft(*SPECS, kept=kept), tools, record=records.append)

    assert tools.calls == []
    assert [record.name for record in records if record.outcome == "skipped"] == ["component_generation"]
    assert len(tools.stored) == 1


def _run_waived(tools: FakeTools) -> tuple[Draft, list[StageRecord]]:
    records: list[StageRecord] = []
    draft = run_pipeline(make_draft(*SPECS, skip_quality_check=True), tools, record=records.append)
    return draft, records


def test_a_waived_quality_check_is_recorded_as_skipped_and_lets_a_weak_text_pass() -> None:
    draft, records = _run_waived(_answer(GOOD | {"bridge": "No link."}))

    assert [record.name for record in records if record.outcome == "skipped"] == ["quality_validation"]
    assert [section.body for section in draft.sections] == ["Four.", "Five.", "No link."]


def test_what_a_text_was_written_without_is_said_though_the_quality_check_is_waived() -> None:
    source = Source(name="shop's page", gather=WebPage("url"))
    draft = make_draft(*SPECS, skip_quality_check=True, inputs={"url": "ftp://x"})

    draft = run_pipeline(
        replace(draft, task=replace(draft.task, sources=(source,))), _answer(GOOD), record=[].append
    )

    told = [[advice.rule for advice in section.advice] for section in draft.sections]
    assert told == [["source_unreachable"], [], []]


def test_a_waived_quality_check_does_not_waive_a_missing_section() -> None:
    error = _failure(_answer({"chapter_4": "Four."}), skip_quality_check=True)

    assert error.code == "missing_section"
    assert [section.key for section in error.kept] == ["chapter_4"]


def test_a_waived_quality_check_keeps_a_weak_section_of_a_failed_answer() -> None:
    error = _failure(_answer({"bridge": "No link."}), skip_quality_check=True)

    assert [section.key for section in error.kept] == ["bridge"]


def test_a_draft_is_never_changed_in_place() -> None:
    draft = make_draft(*SPECS)

    finished = run_pipeline(draft, _answer(GOOD), record=[].append)

    assert draft == replace(make_draft(*SPECS), blueprint=draft.blueprint, task=draft.task)
    assert finished is not draft
