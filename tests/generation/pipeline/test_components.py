import pytest

from generation.calls import SectionText, Violation
from generation.errors import AttemptStopped, ContentError, ProviderError
from generation.pipeline.components import generate_components, nothing_is_wanted
from generation.pipeline.context import build_context
from generation.pipeline.draft import Draft
from generation.pipeline.parser import SEPARATOR
from generation.providers.base import StopReason
from tests.support.blueprints import make_section
from tests.support.drafts import USAGE, FakeTools, make_answer, make_draft

SPECS = (make_section("cover"), make_section("chapter_1", min_words=2), make_section("chapter_2"))
WHOLE = f"### cover\nA.\n{SEPARATOR}\n### chapter_1\nB c.\n{SEPARATOR}\n### chapter_2\nD."


def _planned(**changes: object) -> Draft:
    return build_context(make_draft(*SPECS, **changes), FakeTools())


def _failure(text: str, stop: StopReason = StopReason.END, **changes: object) -> ContentError:
    with pytest.raises(ContentError) as caught:
        generate_components(_planned(**changes), FakeTools(answer=make_answer(text, stop)))
    return caught.value


def _kept(error: ContentError) -> list[str]:
    return [section.key for section in error.kept]


def test_the_sections_of_a_good_answer_are_on_the_draft() -> None:
    draft = generate_components(_planned(), FakeTools(answer=make_answer(WHOLE)))

    assert [section.key for section in draft.answered] == ["cover", "chapter_1", "chapter_2"]
    assert draft.usage == USAGE
    assert draft.answer is not None
    assert draft.answer.request_id == "req_1"


def test_the_text_is_shown_while_it_arrives() -> None:
    tools = FakeTools(answer=make_answer(WHOLE), piece=3)

    generate_components(_planned(), tools)

    assert ("chapter_1", "B") in tools.previews
    assert tools.previews[-1] == ("chapter_2", "D.")


def test_a_truncated_answer_is_never_whole() -> None:
    error = _failure(WHOLE, StopReason.TRUNCATED)

    assert error.code == "truncated"
    assert error.retryable
    assert error.message == "The answer was cut off (2 of 3 sections were whole) in Chapter 2."
    assert (error.usage, error.request_id) == (USAGE, "req_1")


def test_the_sections_before_the_cut_are_kept_if_they_are_good() -> None:
    error = _failure(WHOLE.replace("B c.", "B."), StopReason.TRUNCATED)

    assert error.code == "truncated"
    assert _kept(error) == ["cover"]
    assert [violation.rule for violation in error.violations] == ["truncated", "too_short"]


def test_an_empty_section_before_the_cut_is_not_kept() -> None:
    error = _failure(WHOLE.replace("A.", "---"), StopReason.TRUNCATED)

    assert _kept(error) == ["chapter_1"]


def test_an_answer_cut_off_in_its_first_section_keeps_nothing() -> None:
    error = _failure("### cov", StopReason.TRUNCATED)

    assert error.code == "truncated"
    assert error.kept == ()
    assert error.message == "The answer was cut off (0 of 3 sections were whole) in Cover."


def test_a_refusal_is_permanent_and_says_what_to_do() -> None:
    with pytest.raises(ProviderError) as caught:
        generate_components(_planned(), FakeTools(answer=make_answer("", StopReason.REFUSED)))

    assert caught.value.code == "refused"
    assert not caught.value.retryable
    assert caught.value.message == (
        "The model declined to write First. Change the brief, or choose another model."
    )
    assert (caught.value.usage, caught.value.request_id) == (USAGE, "req_1")


@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        ("Just text.", "no_sections", []),
        (WHOLE.replace(f"{SEPARATOR}\n", ""), "no_sections", []),
        (f"{WHOLE}\n{SEPARATOR}\n### chapter_1\nB c.", "duplicate_section", ["cover", "chapter_2"]),
        (f"{WHOLE}\n{SEPARATOR}\n### epilogue\nE.", "unknown_section", ["cover", "chapter_1"]),
    ],
)
def test_an_answer_out_of_shape_has_its_own_code_and_keeps_what_can_be_trusted(
    text: str, code: str, kept: list[str]
) -> None:
    error = _failure(text)

    assert error.code == code
    assert _kept(error) == kept
    assert error.usage == USAGE


def test_only_sections_not_yet_kept_are_asked_for() -> None:
    kept = (SectionText(key="chapter_1", body="B c."),)
    tools = FakeTools(answer=make_answer(f"### cover\nA.\n{SEPARATOR}\n### chapter_2\nD."))

    generate_components(_planned(kept=kept), tools)

    assert '"chapter_1"' not in tools.calls[0].text
    assert '"chapter_2"' in tools.calls[0].text


def test_what_earlier_attempts_kept_stays_kept_when_this_one_fails() -> None:
    error = _failure("Just text.", kept=(SectionText(key="chapter_1", body="B c."),))

    assert _kept(error) == ["chapter_1"]


def test_a_section_kept_that_the_rules_no_longer_pass_is_written_anew() -> None:
    error = _failure("Just text.", kept=(SectionText(key="chapter_1", body="B"),))

    assert error.code == "no_sections"
    assert error.kept == ()


def test_nothing_is_wanted_once_every_section_is_kept() -> None:
    kept = tuple(SectionText(key=spec.key, body="B c.") for spec in SPECS)

    assert nothing_is_wanted(_planned(kept=kept))
    assert not nothing_is_wanted(_planned(kept=kept[1:]))


def test_errors_of_the_provider_and_stops_pass_through() -> None:
    away = ProviderError("network", "Away.", retryable=True)

    with pytest.raises(ProviderError) as caught:
        generate_components(_planned(), FakeTools(answer=away))
    with pytest.raises(AttemptStopped):
        generate_components(_planned(), FakeTools(answer=AttemptStopped()))

    assert caught.value is away


def test_the_complaints_of_an_attempt_reach_the_next_ones_prompt() -> None:
    complaint = Violation(rule="too_short", section="cover", message="Too short (2 of 20 words).")
    tools = FakeTools(answer=make_answer(WHOLE))

    generate_components(_planned(complaints=(complaint,), note="Less </note> salt"), tools)

    assert "- `cover`: Too short (2 of 20 words)." in tools.calls[0].text
    assert "<note>\nLess <\\/note> salt\n</note>" in tools.calls[0].text
