"""What the demo writer writes: whole funnels, measured by the pipeline's own rules."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections import Counter
from functools import cache
from typing import Any

import pytest

from generation.pipeline.draft import FinishedSection
from generation.providers.base import Call
from generation.providers.demo import DemoWriter
from tests.support.demo_funnel import (
    DemoTools,
    long_sentences,
    make_brief,
    sections_of,
    write_funnel,
)
from tests.support.funnels import sample

SAMPLES = ("calm-inbox", "first-5k")
FORMATS = ("checklist", "workbook", "planner", "templates", "ebook", "guide", "Video course", "swipe file")
FEWEST, MOST = (4, 4, 1, 2, 2), (8, 10, 8, 16, 16)

ODD_BRIEFS: dict[str, dict[str, Any]] = {
    "one word": make_brief(),
    "fewest chapters": make_brief(counts=FEWEST),
    "most chapters": make_brief(counts=MOST),
    "endless words": make_brief(
        topic="How to " + "do everything well " * 50,
        audience="People " * 140,
        promise="Become better at it, and " * 40,
        pain_points=["It is a very long story. " * 10],
    ),
    "other scripts": make_brief(topic="日本語を学ぶ", audience="Многоязычные люди", author="Ødegård ☕"),
    "a question": make_brief(topic="How to bake sourdough at home"),
    "an order": make_brief(topic="Grow tomatoes on a balcony"),
    "an acronym": make_brief(topic="SEO for plumbers", keywords=["local SEO"]),
    "marks": make_brief(topic="Using [Name] tags {x} <insert y>", pain_points=["[Fill in] is hard", "a|b"]),
    "another currency": make_brief(currency="EUR", counts=FEWEST),
    "all free": make_brief(bundle={"name": "All", "price": "0.00", "url": "https://shop.example/all"}),
}

Funnel = dict[str, tuple[FinishedSection, ...]]


@cache
def written(name: str) -> Funnel:
    return write_funnel(sample(name)["brief"])


def body(funnel: Funnel, task: str, key: str) -> str:
    return next(section.body for section in funnel[task] if section.spec.key == key)


def advice_on(funnel: Funnel) -> list[tuple[str, str, str]]:
    return [(name, a.rule, a.message) for name, section in sections_of(funnel) for a in section.advice]


def repeated(funnel: Funnel) -> list[str]:
    return [sentence for sentence, times in Counter(long_sentences(funnel)).items() if times > 1]


def digests_in_a_process(*, hash_seed: str) -> str:
    command = [sys.executable, "-m", "tests.support.demo_digests", *SAMPLES]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_two_processes_write_the_same_bytes() -> None:
    one, other = (digests_in_a_process(hash_seed=seed) for seed in ("1", "2"))

    assert len(one.splitlines()) == 14 * len(SAMPLES)
    assert one == other


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_passes_the_contract_and_leaves_nothing_to_advise(name: str) -> None:
    assert advice_on(written(name)) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_section_of_a_sample_is_within_the_range_of_the_craft(name: str) -> None:
    for place, section in sections_of(written(name)):
        fewest, most = section.spec.words
        assert fewest <= section.words <= most, place


@pytest.mark.parametrize("name", SAMPLES)
def test_no_long_sentence_stands_twice_in_a_sample(name: str) -> None:
    assert repeated(written(name)) == []


@pytest.mark.parametrize("form", ["guide", "checklist"])
def test_no_question_stands_twice_in_a_product(form: str) -> None:
    funnel = write_funnel(make_brief(form=form, counts=MOST))

    asked = Counter(
        (name.partition("_part")[0], question)
        for name, section in sections_of(funnel)
        for question in re.findall(r"^\*\*([^*\n]+\?)\*\*", section.body, re.M)
    )
    assert asked
    assert [place for place, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_call_to_action_has_one_action_and_no_second_way_out(name: str) -> None:
    calls = [text.body for place, text in sections_of(written(name)) if place.endswith("call_to_action")]

    assert len(calls) == 5
    assert [call for call in calls if re.search(r"without it|leave it|skip it|do without", call)] == []


def test_two_briefs_share_under_a_tenth_of_their_long_sentences() -> None:
    first, second = (set(long_sentences(written(name))) for name in SAMPLES)

    assert len(first & second) < min(len(first), len(second)) / 10


def test_a_part_two_goes_on_with_the_example_person_of_part_one() -> None:
    funnel = written("calm-inbox")
    introduced = re.search(
        r"The example in these pages is (\w+)", body(funnel, "front_end_part_1", "chapter_1")
    )

    assert introduced
    assert introduced[1] in body(funnel, "front_end_part_2", "chapter_4")


def test_a_mail_is_signed_as_the_brief_writes_who_publishes_it() -> None:
    funnel = write_funnel(make_brief(author="Crumb & Co."))

    assert body(funnel, "all_emails", "front_end_email_1").endswith("\n\nCrumb & Co.")


def test_a_listing_names_its_chapters_by_their_titles_alone() -> None:
    listing = body(written("calm-inbox"), "marketplace_batch_1", "listing_front_end")

    assert "- What an inbox is for\n- An intake that replaces email\n" in listing


def test_the_chapters_a_cover_names_are_the_chapters_of_part_two() -> None:
    funnel = written("first-5k")
    *_, fourth, _ = body(funnel, "lead_magnet_part_1", "cover").splitlines()

    titles = [section.spec.title for section in funnel["lead_magnet_part_2"]]
    assert fourth == f"4. {titles[0]}"


def test_a_listing_names_the_chapters_as_the_brief_does() -> None:
    listing = body(written("calm-inbox"), "marketplace_batch_1", "listing_front_end")

    titles = sample("calm-inbox")["brief"]["products"]["front_end"]["chapters"]
    assert [title for title in titles if title not in listing] == []


def test_a_note_changes_no_chapter_title() -> None:
    after = write_funnel(sample("first-5k")["brief"], note="Make it shorter.")

    def listed(funnel: Funnel) -> list[str]:
        return re.findall(r"^\d\. .+", body(funnel, "upsell_1_part_1", "cover"), re.M)

    assert len(listed(after)) == 8
    assert listed(after) == listed(written("first-5k"))


def test_a_word_inside_another_calls_for_no_caution() -> None:
    assert "physiotherapist" not in str(write_funnel(make_brief(topic="Painting for beginners")))


def test_a_chapter_without_a_printed_title_opens_with_its_own() -> None:
    assert re.match(r"\*\*[^*]+\*\*\n\n", body(written("first-5k"), "lead_magnet_part_1", "chapter_1"))


def test_a_chapter_teaches_what_its_title_says() -> None:
    funnel = written("calm-inbox")

    assert "clock times" in body(funnel, "lead_magnet_part_1", "chapter_2")  # Two windows a day
    assert "half-day" in body(funnel, "upsell_2_part_2", "chapter_7")  # Taking time off


def test_the_bundle_does_its_sums() -> None:
    text = body(written("calm-inbox"), "bundle_listing", "bundle")

    assert "one by one the five cost $170.00" in text
    assert "costs $129.00, so you save $41.00" in text


def test_a_subject_that_touches_health_is_told_to_ask_a_professional_once_a_product() -> None:
    cautions = [
        name for name, section in sections_of(written("first-5k")) if "physiotherapist" in section.body
    ]

    assert cautions == [
        "lead_magnet_part_1/chapter_1",
        "front_end_part_1/chapter_1",
        "bump_full/chapter_1",
        "upsell_1_part_1/chapter_1",
        "upsell_2_part_1/chapter_1",
    ]


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("checklist", "- [ ] **"),
        ("workbook", "?**\n\n____"),
        ("planner", "| Day | Date | Step | Done |"),
        ("templates", "\n\n> "),
        ("guide", "1. **"),
    ],
)
def test_the_format_shapes_every_chapter(form: str, sign: str) -> None:
    funnel = write_funnel(make_brief(form=form))

    chapters = [text for name, text in sections_of(funnel) if "/chapter_" in name]
    assert all(sign in chapter.body for chapter in chapters)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_passes_the_contract_with_the_most_chapters(form: str) -> None:
    assert len(write_funnel(make_brief(form=form, counts=MOST))) == 14


@pytest.mark.parametrize("name", ODD_BRIEFS)
def test_an_odd_brief_passes_the_contract_and_repeats_nothing(name: str) -> None:
    assert repeated(write_funnel(ODD_BRIEFS[name])) == []


def test_a_note_rewrites_a_funnel_around_the_same_example_person() -> None:
    before = written("calm-inbox")
    after = write_funnel(sample("calm-inbox")["brief"], note="Make it shorter.")

    first, second = (body(funnel, "lead_magnet_part_1", "chapter_1") for funnel in (before, after))
    name = re.search(r"Picture (\w+)", first)
    assert first != second
    assert name
    assert name[0] in second


def test_a_task_takes_well_under_50_ms_of_processor_time() -> None:
    tools = DemoTools()
    write_funnel(sample()["brief"], tools=tools)

    for call in tools.calls:
        assert min(_seconds(tools.writer, call) for _ in range(3)) < 0.05


def _seconds(writer: DemoWriter, call: Call) -> float:
    began = time.thread_time()
    asyncio.run(writer.write(call, lambda text: None))
    return time.thread_time() - began
