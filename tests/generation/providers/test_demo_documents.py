"""What the demo writer makes of a company's documents, measured by the pipeline's own rules."""

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from generation.blueprints import get_blueprint
from generation.calls import SectionText
from generation.providers.demo.documents_facts import dealt, facts_in
from generation.providers.demo.material import FOLDER
from tests.support.demo_documents import (
    ALL,
    DocumentSet,
    document_draft,
    document_inputs,
    write_document,
    write_documents,
)
from tests.support.demo_funnel import long_sentences, make_brief, sections_of
from tests.support.funnels import sample

ODD_NOTES = """# What we know
- Price: 17.00 per copy, sold since 2024 in three shops and on the site itself
> A “quoted” line of the owner's, long enough to be quoted here
TODO: fill this in with the figures of the year
A line with [a gap] that nobody has filled in yet
| a row | of a table | with some words in it |
1. The first numbered fact of them all!
too short
"""
ODD_BRIEFS: dict[str, dict[str, Any]] = {
    "one word": make_brief(),
    "endless words": make_brief(
        topic="How to " + "do everything well " * 50,
        audience="People " * 140,
        promise="Become better at it, and " * 40,
        pain_points=["It is a very long story. " * 10],
    ),
    "other scripts": make_brief(topic="日本語を学ぶ", audience="Многоязычные люди", author="Ødegård ☕"),
    "marks": make_brief(topic="Using [Name] tags {x} <insert y>", pain_points=["[Fill in] is hard", "a|b"]),
    "a dot": make_brief(author="Crumb & Co."),
    "a long name": make_brief(author="The Society of " + "Friends of Good Things and " * 9),
}


@cache
def written() -> DocumentSet:
    return write_documents()


def repeated(documents: DocumentSet) -> list[str]:
    return [sentence for sentence, times in Counter(long_sentences(documents)).items() if times > 1]


def text_of(documents: DocumentSet) -> str:
    return "\n\n".join(section.body for _, section in sections_of(documents))


def test_the_sample_passes_the_contract_and_leaves_nothing_to_advise() -> None:
    advice = [(name, found.rule, found.message) for name, s in sections_of(written()) for found in s.advice]

    assert len(written()) == 12
    assert advice == []


def test_no_long_sentence_stands_twice_in_a_set() -> None:
    assert repeated(written()) == []


@pytest.mark.parametrize("notes", ["", ODD_NOTES])
@pytest.mark.parametrize("name", ODD_BRIEFS)
def test_an_odd_brief_passes_the_contract_and_repeats_nothing(name: str, notes: str) -> None:
    inputs = document_inputs(data=notes, company_intelligence=notes) if notes else {"documents": list(ALL)}

    documents = write_documents(brief=ODD_BRIEFS[name], inputs=inputs)

    assert repeated(documents) == []
    assert "Worth noting" not in text_of(documents)  # what is written where a name was left out


def test_a_subject_that_touches_health_is_told_to_ask_a_doctor_once_a_document() -> None:
    running = write_documents(brief=sample("first-5k")["brief"], inputs={"documents": list(ALL)})

    for sections in running.values():
        assert ["a doctor" in section.body for section in sections] == [False] * (len(sections) - 1) + [True]
    assert "a doctor" not in text_of(written())


def test_a_bar_in_the_brief_parts_no_cell_of_a_table() -> None:
    brief = make_brief(topic="Bread | butter", pain_points=["Too much | too little"])
    comparison = write_documents(brief=brief, inputs={"documents": ["competitor_brief"]})["competitor_brief"][
        2
    ]

    rows = [line for line in comparison.body.splitlines() if line.startswith("|")]
    assert len(rows) == 7
    assert {row.count("|") for row in rows} == {5}


def test_two_briefs_share_under_a_tenth_of_their_long_sentences() -> None:
    other = write_documents(brief=sample("first-5k")["brief"], inputs={"documents": list(ALL)})
    first, second = (set(long_sentences(documents)) for documents in (written(), other))

    assert len(first & second) < min(len(first), len(second)) / 10


def test_the_same_prompt_gets_the_same_documents_and_a_note_others() -> None:
    assert text_of(write_documents()) == text_of(written())
    assert text_of(write_documents(note="Shorter, please.")) != text_of(written())


@pytest.mark.parametrize("key", ALL)
def test_a_document_quotes_the_inputs_and_names_its_sources(key: str) -> None:
    inputs = document_inputs()
    sections = written()[key]
    quoted = re.findall(r"“([^”]+)”", "\n".join(section.body for section in sections))
    lines = facts_in(inputs["data"]) + facts_in(inputs["company_intelligence"])

    assert set(quoted) & set(lines)
    assert re.search(r"(one line|two lines) of the project data", sections[-1].body)


def test_a_set_without_notes_says_that_nothing_was_quoted() -> None:
    documents = write_documents(inputs={"documents": list(ALL)})

    assert all("is quoted" in sections[-1].body for sections in documents.values())
    assert not re.search(r"according to the (project data|company intelligence)", text_of(documents), re.I)


def test_a_line_of_the_notes_with_a_colon_in_it_is_never_a_sentence_twice() -> None:
    notes = "\n".join(
        f"Handbook: edition {number} has six chapters and can be read in three hours" for number in range(20)
    )

    assert repeated(write_documents(inputs=document_inputs(data=notes, company_intelligence=notes))) == []


def test_a_section_asked_for_alone_reads_as_it_does_among_all() -> None:
    """A retry asks for what is missing; a line that another section has quoted must not come again."""
    *others, last = written()["ninety_day_plan"]
    kept = tuple(SectionText(key=s.spec.key, body=s.body, fields=s.fields) for s in others)

    again = write_document(document_draft("ninety_day_plan", kept=kept))

    assert again[-1].body == last.body


def test_every_document_of_the_catalogue_has_a_bank_of_its_own() -> None:
    banks = {path.stem for path in (FOLDER / "banks" / "documents").glob("*.md")}

    assert banks == {task.key for task in get_blueprint("documents").tasks({})}


@pytest.mark.parametrize(
    ("notes", "facts"),
    [
        ("- 9 of 14 open their mail early.\n", ("9 of 14 open their mail early",)),
        (
            "One fact stands here. Another fact follows it.",
            ("One fact stands here", "Another fact follows it"),
        ),
        ("Founded: 2021 in Bristol, by two", ("Founded: 2021 in Bristol, by two",)),
        ("A “quoted” word stands in here", ("A 'quoted' word stands in here",)),
        ("The same fact twice over\nThe same fact twice over", ("The same fact twice over",)),
        ("Too short a\n\n# Head", ()),
        ("One [gap] in a longer line\n| a | row of a table |\nsome_name_with_marks stands in here", ()),
        ("word " * 26, ()),
    ],
)
def test_what_can_be_quoted_is_a_line_or_a_sentence_of_plain_words(
    notes: str, facts: tuple[str, ...]
) -> None:
    assert facts_in(notes) == facts


def test_documents_are_dealt_other_facts_until_all_have_been() -> None:
    def hand(place: int) -> tuple[str, ...]:
        return dealt(("one", "two", "three"), share=2, place=place, places=3)

    assert [hand(place) for place in range(3)] == [("one", "two"), ("three", "one"), ("two", "three")]
    assert dealt((), share=2, place=1, places=3) == ()


def test_a_fact_in_two_pieces_is_dealt_to_one_document_alone() -> None:
    hands = [dealt(("Price: ten dollars", "one"), share=2, place=place, places=3) for place in range(3)]

    assert [len(hand) for hand in hands] == [2, 1, 1]
