import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.blueprints.base import SectionSpec
from generation.pipeline.parser import SEPARATOR, Parsed, normalise, parse_answer
from tests.support.blueprints import make_section

COVER, ONE, TWO = (
    make_section("cover"),
    make_section("chapter_1"),
    make_section("chapter_2", title="Two windows"),
)
SPECS = (COVER, ONE, TWO)
PLAIN = f"### cover\nA.\n{SEPARATOR}\n### chapter_1\nB.\n\nC.\n{SEPARATOR}\n### chapter_2\nD."


def _bodies(parsed: Parsed) -> dict[str, str]:
    return {section.key: section.body for section in parsed.sections}


def _rules(parsed: Parsed) -> list[str]:
    return [violation.rule for violation in parsed.violations]


@pytest.mark.parametrize(
    "answer",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        f"\ufeff\n\n{PLAIN}\n\n",
        PLAIN.replace(SEPARATOR, f"\n\n  {SEPARATOR} \n\n"),
        f"{SEPARATOR}\n{PLAIN}\n{SEPARATOR}\n",
        PLAIN.replace(SEPARATOR, f"{SEPARATOR}\n{SEPARATOR}"),
        f"```markdown\n{PLAIN}\n```",
        f"~~~\n{PLAIN}\n~~~",
        f"```\n{PLAIN}",
        PLAIN.replace("### ", "## "),
        PLAIN.replace("### ", "#"),
        PLAIN.replace("### cover", "### COVER").replace("### chapter_1", "### Chapter 1 ###"),
        PLAIN.replace("### cover", "### **cover**").replace("### chapter_1", "### `chapter_1`:"),
        PLAIN.replace("chapter_2", "Two windows"),
        PLAIN.replace("chapter_2", "chapter_2: Two windows"),
        PLAIN.replace("### cover\n", "### cover\n\n\n"),
        f"### chapter_2\nD.\n{SEPARATOR}\n### cover\nA.\n{SEPARATOR}\n### chapter_1\nB.\n\nC.",
    ],
)
def test_what_models_really_do_is_forgiven(answer: str) -> None:
    parsed = parse_answer(answer, SPECS)

    assert _bodies(parsed) == {"cover": "A.", "chapter_1": "B.\n\nC.", "chapter_2": "D."}
    assert parsed.violations == ()


@pytest.mark.parametrize(
    "body",
    [
        "# A heading of its own\n\nText.",
        "```python\nprint()\n```",
        "    indented code\n\nText.",
        "Line one  \nline two",
        "Text.\n\n---\n\nMore text.",
        "#### Step\n\nUse ===SECTION_BREAK=== never.",
    ],
)
def test_the_text_of_a_section_is_left_as_it_is(body: str) -> None:
    assert _bodies(parse_answer(f"### cover\n{body}\n", (COVER,))) == {"cover": body}


def test_a_section_answered_twice_is_named_and_neither_is_kept() -> None:
    parsed = parse_answer(f"{PLAIN}\n{SEPARATOR}\n### chapter_1\nOther.", SPECS)

    assert _rules(parsed) == ["duplicate_section", "duplicate_section"]
    assert {violation.section for violation in parsed.violations} == {"chapter_1"}
    assert _bodies(parsed) == {"cover": "A.", "chapter_2": "D."}


def test_a_section_nobody_asked_for_is_named_and_the_one_before_it_is_not_trusted() -> None:
    parsed = parse_answer(f"{PLAIN}\n{SEPARATOR}\n### epilogue\nMore.", SPECS)

    assert _rules(parsed) == ["unknown_section"]
    assert "epilogue" in parsed.violations[0].message
    assert _bodies(parsed) == {"cover": "A.", "chapter_1": "B.\n\nC."}


def test_talk_before_the_first_section_is_named() -> None:
    parsed = parse_answer(f"Here you are:\n{SEPARATOR}\n{PLAIN}", SPECS)

    assert _rules(parsed) == ["unknown_section"]
    assert _bodies(parsed) == {"chapter_1": "B.\n\nC.", "chapter_2": "D."}


@pytest.mark.parametrize("answer", ["", "\n\n", "Sorry, here is a text.", "```\n```", SEPARATOR])
def test_an_answer_without_any_section_has_no_sections(answer: str) -> None:
    parsed = parse_answer(answer, SPECS)

    assert _rules(parsed) == ["no_sections"]
    assert parsed.sections == ()


def test_an_answer_without_separators_has_no_sections() -> None:
    parsed = parse_answer(PLAIN.replace(f"{SEPARATOR}\n", ""), SPECS)

    assert _rules(parsed) == ["no_sections"]
    assert parsed.sections == ()


def test_one_forgotten_separator_spoils_only_the_piece_it_is_missing_from() -> None:
    parsed = parse_answer(PLAIN.replace(f"{SEPARATOR}\n### chapter_2", "### chapter_2"), SPECS)

    assert _rules(parsed) == ["no_sections"]
    assert _bodies(parsed) == {"cover": "A."}


def test_a_heading_that_is_like_a_sections_title_is_text_when_the_section_is_there() -> None:
    parsed = parse_answer(PLAIN.replace("A.", "A.\n\n#### Two windows\n\nmore"), SPECS)

    assert parsed.violations == ()
    assert _bodies(parsed)["cover"] == "A.\n\n#### Two windows\n\nmore"


def test_a_missing_section_is_left_to_assembly() -> None:
    parsed = parse_answer(f"### cover\nA.\n{SEPARATOR}\n### chapter_2\nD.", SPECS)

    assert parsed.violations == ()
    assert set(_bodies(parsed)) == {"cover", "chapter_2"}


def test_an_answer_cut_off_loses_its_last_piece() -> None:
    assert set(_bodies(parse_answer(PLAIN, SPECS, cut_off=True))) == {"cover", "chapter_1"}


def test_an_answer_cut_off_right_after_a_separator_keeps_all_before_it() -> None:
    parsed = parse_answer(f"{PLAIN}\n{SEPARATOR}\n", SPECS, cut_off=True)

    # The blank end is trimmed like any other, so the separator is the last line and what follows it is empty.
    assert set(_bodies(parsed)) == {"cover", "chapter_1", "chapter_2"}


def test_a_title_that_two_sections_share_names_neither() -> None:
    specs = (make_section("a", title="Same"), make_section("b", title="Same"))

    assert _rules(parse_answer("### Same\nText.", specs)) == ["no_sections"]


EMAIL = make_section("email_1", kind="email", title="Email 1")
LISTING = make_section("listing", kind="listing")
BUNDLE = make_section("bundle", kind="bundle")


@pytest.mark.parametrize(
    ("spec", "text", "fields", "body"),
    [
        (EMAIL, "Subject: Hi\nPreview: There\n\nBody", {"subject": "Hi", "preview": "There"}, "Body"),
        (EMAIL, "\nsubject:Hi\n\nPREVIEW:  There\nBody", {"subject": "Hi", "preview": "There"}, "Body"),
        (EMAIL, "**Subject:** Hi\n**Preview**: There\n\nBody", {"subject": "Hi", "preview": "There"}, "Body"),
        (EMAIL, "Preview: There\nSubject: A: b\n\nBody", {"preview": "There", "subject": "A: b"}, "Body"),
        (EMAIL, "Subject: Hi\n\nSubject: again", {"subject": "Hi"}, "Subject: again"),
        (EMAIL, "Dear Ana,\nSubject: late", {}, "Dear Ana,\nSubject: late"),
        (EMAIL, "Subject: Hi\nTitle: no\n\nBody", {"subject": "Hi"}, "Title: no\n\nBody"),
        (LISTING, "Title: T\nTags: a, b c ,,d\n\nBody", {"title": "T", "tags": ["a", "b c", "d"]}, "Body"),
        (
            BUNDLE,
            "Title: T\nShort description: S\nTags: a\n\nBody",
            {"title": "T", "short_description": "S", "tags": ["a"]},
            "Body",
        ),
        (COVER, "Title: stays\n\nBody", {}, "Title: stays\n\nBody"),
        (EMAIL, "Subject: Hi\nPreview: There", {"subject": "Hi", "preview": "There"}, ""),
    ],
)
def test_named_lines_are_read_by_kind(
    spec: SectionSpec, text: str, fields: dict[str, object], body: str
) -> None:
    (section,) = parse_answer(f"### {spec.key}\n{text}", (spec,)).sections

    assert section.fields == fields
    assert section.body == body


_LINES = st.sampled_from(
    [
        SEPARATOR,
        "### cover",
        "## Chapter 1",
        "### chapter_2: Two windows",
        "# nobody",
        "```",
        "~~~md",
        "Subject: x",
        "Tags: a, b",
        "",
        "  ",
        "Some text.",
        "- [ ] tick\r",
    ]
)
_ANSWERS = st.one_of(st.text(), st.lists(st.one_of(_LINES, st.text(max_size=12))).map("\n".join))


@given(answer=_ANSWERS, cut_off=st.booleans())
def test_no_answer_breaks_the_parser_and_no_text_is_made_up(answer: str, cut_off: bool) -> None:
    specs = (*SPECS, EMAIL, LISTING)

    parsed = parse_answer(answer, specs, cut_off=cut_off)

    whole = normalise(answer)
    keys = [section.key for section in parsed.sections]
    assert len(keys) == len(set(keys))
    assert set(keys) <= {spec.key for spec in specs}
    for section in parsed.sections:
        assert section.body in whole
        for value in section.fields.values():
            assert all(part in whole for part in ([value] if isinstance(value, str) else value))


@given(bodies=st.lists(st.text(alphabet="abc \n.-*", min_size=1).filter(str.strip), min_size=3, max_size=3))
def test_a_well_formed_answer_comes_back_as_it_was(bodies: list[str]) -> None:
    answer = f"\n{SEPARATOR}\n".join(
        f"### {spec.key}\n{body}" for spec, body in zip(SPECS, bodies, strict=True)
    )

    parsed = parse_answer(answer, SPECS)

    assert parsed.violations == ()
    assert [section.body.split() for section in parsed.sections] == [body.split() for body in bodies]
