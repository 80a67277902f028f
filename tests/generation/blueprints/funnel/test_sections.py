import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.blueprints.base import SectionSpec, WrittenTask
from generation.blueprints.funnel import BLUEPRINT, TASKS
from generation.blueprints.funnel.check import check_brief
from generation.languages import LANGUAGES
from generation.pipeline.draft import Draft
from generation.pipeline.parser import parse_answer
from generation.pipeline.rules import CONTRACT, broken
from generation.pipeline.rules.base import Piece
from tests.support import anthropic_answers
from tests.support.briefs import NAMED, UNNAMED, brief, changed, good_briefs, written_cover

Brief = Mapping[str, Any]


def planned(
    task: str, whole: Brief, *, earlier: Sequence[WrittenTask] = (), language: str = "en"
) -> dict[str, SectionSpec]:
    specs = BLUEPRINT.task(task, {}).sections(whole, {}, earlier, language=language)
    return {spec.key: spec for spec in specs}


def numbered(first: int, last: int) -> list[str]:
    return [f"chapter_{number}" for number in range(first, last + 1)]


@pytest.mark.parametrize("name", [NAMED, UNNAMED])
def test_every_task_yields_the_sections_of_the_table(name: str) -> None:
    products = ("lead_magnet", "front_end", "bump", "upsell_1", "upsell_2")

    keys = {task.key: list(planned(task.key, brief(name))) for task in TASKS}

    assert keys == {
        "lead_magnet_part_1": ["cover", *numbered(1, 3)],
        "lead_magnet_part_2": [*numbered(4, 5), "bridge", "call_to_action"],
        "front_end_part_1": ["cover", *numbered(1, 3)],
        "front_end_part_2": [*numbered(4, 6), "bridge", "call_to_action"],
        "bump_full": ["cover", *numbered(1, 3), "call_to_action"],
        "upsell_1_part_1": ["cover", *numbered(1, 4)],
        "upsell_1_part_2": [*numbered(5, 8), "bridge", "call_to_action"],
        "upsell_2_part_1": ["cover", *numbered(1, 4)],
        "upsell_2_part_2": [*numbered(5, 8), "bridge", "call_to_action"],
        "all_tldrs": [f"tldr_{product}" for product in products],
        "marketplace_batch_1": [f"listing_{product}" for product in products[:3]],
        "marketplace_batch_2": [f"listing_{product}" for product in products[3:]],
        "all_emails": [f"{product}_email_{n}" for product in products[:2] for n in (1, 2, 3)],
        "bundle_listing": ["bundle"],
    }


@pytest.mark.parametrize(("chapters", "opening"), [(2, 1), (3, 2), (7, 4), (16, 8)])
def test_part_1_of_an_upsell_takes_the_larger_half(chapters: int, opening: int) -> None:
    titles = [f"About thing {number}" for number in range(chapters)]
    whole = changed("products.upsell_1.chapters", titles)

    assert list(planned("upsell_1_part_1", whole)) == ["cover", *numbered(1, opening)]
    assert list(planned("upsell_1_part_2", whole))[:-2] == numbered(opening + 1, chapters)


@pytest.mark.parametrize(
    ("task", "following"),
    [
        ("lead_magnet_part_2", ("Calm Inbox Handbook", "$17.00", "https://harbourdesk.example/handbook")),
        ("front_end_part_2", ("Client Portal in a Weekend", "$47.00", "https://harbourdesk.example/portal")),
        ("upsell_1_part_2", ("The Quiet Quarter", "$97.00", "https://harbourdesk.example/quiet-quarter")),
        (
            "upsell_2_part_2",
            ("The Calm Freelancer Bundle", "$129.00", "https://harbourdesk.example/bundle"),
        ),
    ],
)
def test_the_bridge_asks_for_the_next_product_by_name_price_and_link(
    task: str, following: tuple[str, str, str]
) -> None:
    sections = planned(task, brief())

    assert sections["bridge"].include == following
    assert sections["call_to_action"].include == (following[0], following[2])


def test_the_bump_leads_on_without_a_bridge() -> None:
    sections = planned("bump_full", brief())

    assert "bridge" not in sections
    assert "https://harbourdesk.example/portal" in sections["call_to_action"].include


def test_every_call_to_action_has_a_button() -> None:
    specs = [spec for task in TASKS for spec in planned(task.key, brief()).values() if spec.role == "cta"]

    assert len(specs) == 5
    assert all(spec.request()["button"] is True for spec in specs)


def test_prices_stand_as_the_language_writes_money() -> None:
    assert "17,00 $" in planned("lead_magnet_part_2", brief(), language="de")["bridge"].include


def test_the_free_product_is_asked_for_as_free() -> None:
    include = planned("bundle_listing", brief())["bundle"].include

    assert "free" in include
    assert not {"0.00", "$0.00"} & set(include)


def test_the_bundle_asks_for_every_name_and_price_and_the_saving() -> None:
    assert planned("bundle_listing", brief())["bundle"].include == (
        "The Calm Freelancer Bundle",
        "The 40-Minute Inbox",
        "Calm Inbox Handbook",
        "50 Reply Templates",
        "Client Portal in a Weekend",
        "The Quiet Quarter",
        "free",
        "$17.00",
        "$9.00",
        "$47.00",
        "$97.00",
        "$41.00",
        "$129.00",
        "https://harbourdesk.example/bundle",
    )


def test_a_bundle_that_saves_nothing_claims_no_saving() -> None:
    include = planned("bundle_listing", changed("bundle.price", "170.00"))["bundle"].include

    assert include[-3:] == ("$97.00", "$170.00", "https://harbourdesk.example/bundle")


@pytest.mark.parametrize(
    ("format_", "marks"),
    [
        ("checklist", ("checkbox",)),
        ("Planner", ("table",)),
        ("templates", ("quote",)),
        ("workbook", ("blank",)),
        ("ebook", ()),
        ("audio course", ()),
    ],
)
def test_the_chosen_format_marks_every_chapter_and_nothing_else(format_: str, marks: tuple[str, ...]) -> None:
    specs = planned("bump_full", changed("products.bump.format", format_)).values()

    assert {spec.marks for spec in specs if spec.role == "chapter"} == {marks}
    assert {spec.marks for spec in specs if spec.role != "chapter"} == {()}


def test_only_the_cover_of_a_product_without_chapters_asks_for_their_titles() -> None:
    def asked(name: str) -> list[int | None]:
        specs = [spec for task in TASKS for spec in planned(task.key, brief(name)).values()]
        return [spec.chapters for spec in specs if spec.role == "cover"]

    assert asked(NAMED) == [None] * 5
    assert asked(UNNAMED) == [5, 6, 3, 8, 8]


def test_part_2_follows_the_titles_its_cover_named() -> None:
    cover = "The Walk-Run Starter\n\nChapters:\n1. Shoes\n2. Pace\n3. Breath\n4. **The first mile**\n5. Rest"

    sections = planned("lead_magnet_part_2", brief(UNNAMED), earlier=(written_cover("lead_magnet", cover),))

    assert [sections[key].title for key in numbered(4, 5)] == ["The first mile", "Rest"]


def test_part_2_counts_its_chapters_where_the_cover_cannot_be_read() -> None:
    sections = planned(
        "lead_magnet_part_2", brief(UNNAMED), earlier=(written_cover("lead_magnet", "No list."),)
    )

    assert [sections[key].title for key in numbered(4, 5)] == ["Chapter 4", "Chapter 5"]


@pytest.mark.parametrize(
    ("task", "section", "words", "fewest", "most"),
    [
        ("lead_magnet_part_1", "cover", (30, 120), 20, 180),
        ("lead_magnet_part_1", "chapter_1", (250, 500), 150, 750),
        ("front_end_part_1", "chapter_1", (500, 1000), 300, 1500),
        ("bump_full", "chapter_1", (200, 500), 120, 750),
        ("upsell_1_part_1", "chapter_1", (400, 900), 240, 1350),
        ("front_end_part_2", "bridge", (100, 220), 60, 330),
        ("front_end_part_2", "call_to_action", (40, 140), 30, 210),
        ("all_tldrs", "tldr_bump", (40, 90), 30, 135),
        ("marketplace_batch_2", "listing_upsell_1", (120, 350), 80, 525),
        ("all_emails", "front_end_email_2", (90, 250), 60, 375),
        ("bundle_listing", "bundle", (150, 400), 90, 600),
    ],
)
def test_a_section_may_miss_its_length_by_a_margin(
    task: str, section: str, words: tuple[int, int], fewest: int, most: int
) -> None:
    spec = planned(task, brief())[section]

    assert (spec.words, spec.min_words, spec.max_words) == (words, fewest, most)


@pytest.mark.parametrize(
    ("task", "key"), [("marketplace_batch_1", "listing_bump"), ("bundle_listing", "bundle")]
)
def test_listings_have_the_limits_of_a_marketplace(task: str, key: str) -> None:
    request = planned(task, brief())[key].request()

    assert (request["tags"], request["max_tag_chars"], request["max_title_chars"]) == (13, 20, 140)


def test_listings_ask_for_no_link_because_marketplaces_refuse_them() -> None:
    include = [text for spec in planned("marketplace_batch_1", brief()).values() for text in spec.include]

    assert not any(text.startswith("http") for text in include)


def test_every_email_has_its_link() -> None:
    specs = planned("all_emails", brief())

    links = {key: [text for text in spec.include if text.startswith("http")] for key, spec in specs.items()}

    assert {key: [link.rpartition("/")[2] for link in found] for key, found in links.items()} == {
        "lead_magnet_email_1": ["40-minute-inbox"],
        "lead_magnet_email_2": ["40-minute-inbox"],
        "lead_magnet_email_3": ["handbook"],
        "front_end_email_1": ["handbook"],
        "front_end_email_2": ["handbook"],
        "front_end_email_3": ["portal"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [NAMED, UNNAMED])
def test_a_writer_who_sees_the_request_alone_keeps_the_contract(name: str, language: str) -> None:
    assert _faults_of_a_plain_writer(brief(name), language) == []


@settings(max_examples=30)
@given(good_briefs(), st.sampled_from(sorted(LANGUAGES)))
def test_any_good_brief_asks_only_for_what_can_be_written(whole: Brief, language: str) -> None:
    assert check_brief(whole, language) == {}
    assert _faults_of_a_plain_writer(whole, language) == []
    for task in TASKS:
        specs = planned(task.key, whole, language=language)
        assert len(specs) == len(BLUEPRINT.task(task.key, {}).sections(whole, {}, (), language=language))
        assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in specs)


def _faults_of_a_plain_writer(whole: Brief, language: str) -> list[str]:
    """Let a writer who knows nothing but the request answer every task; return what the contract says."""
    faults = []
    for task in TASKS:
        specs = tuple(planned(task.key, whole, language=language).values())
        request = json.loads(json.dumps({"sections": [spec.request() for spec in specs]}))
        answer = anthropic_answers.join(anthropic_answers.write_sections(request))
        parsed = parse_answer(answer, specs)
        draft = Draft(blueprint=BLUEPRINT, task=task, brief=whole, language=language)
        faults += [violation.message for violation in parsed.violations]
        faults += [
            spec.key for spec, section in zip(specs, parsed.sections, strict=True) if spec.key != section.key
        ]
        for spec, section in zip(specs, parsed.sections, strict=True):
            pieces = Piece(spec=spec, section=section, draft=draft)
            # The writer's filler is English; every other rule holds in every language.
            found = broken(CONTRACT, pieces)
            faults += [violation.message for violation in found if violation.rule != "wrong_language"]
    return faults
