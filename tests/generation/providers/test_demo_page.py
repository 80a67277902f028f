"""What the demo writer writes: whole web pages, measured by the pipeline's own rules."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import Any

import pytest

from generation.blueprints.page.components import PAGE_TYPES
from generation.pipeline.draft import FinishedSection
from generation.pipeline.reading import count_words, plain_words, sentences
from generation.providers.demo.material import bank
from generation.providers.demo.page_facts import read_facts
from generation.providers.demo.page_words import about, doing_it, many_things, matter, one_thing
from tests.support.demo_page import TYPES, many_inputs, page_inputs, write_page

LONG = 8  # words, from which a sentence should stand on one page alone
_OUTSIDE_THE_TEXT = re.compile(r"titles|(?:short_)?descriptions|\w*headlines|subheads")
_OF_ONE_PAGE = re.compile(r"\{(?:about|Keyword|noun|name|trouble)\}")

Page = dict[str, FinishedSection]

every_type = pytest.mark.parametrize("page_type", TYPES)


@cache
def written(page_type: str) -> Page:
    return write_page(page_inputs(page_type=page_type))


def text_of(page: Page) -> str:
    return "\n\n".join(section.body for section in page.values() if not section.spec.is_derived)


def long_sentences(page: Page) -> list[str]:
    """Return the sentences that must not stand twice, in plain words, each as often as it does."""
    words = [plain_words(sentence) for sentence in sentences(text_of(page))]
    return [" ".join(sentence) for sentence in words if len(sentence) >= LONG]


def advice_on(page: Page) -> list[tuple[str, str]]:
    return [(key, advice.message) for key, section in page.items() for advice in section.advice]


@every_type
def test_a_page_passes_the_contract_and_leaves_nothing_to_advise(page_type: str) -> None:
    assert advice_on(written(page_type)) == []


@every_type
def test_every_section_is_within_the_range_of_the_craft(page_type: str) -> None:
    for key, section in written(page_type).items():
        fewest, most = section.spec.words
        words = count_words(section.body) if section.spec.is_written else 0
        assert fewest <= words <= most, key


@every_type
def test_a_whole_page_is_600_to_1100_words(page_type: str) -> None:
    assert 600 <= sum(section.words for section in written(page_type).values()) <= 1100


@every_type
def test_no_long_sentence_stands_twice_on_a_page(page_type: str) -> None:
    assert max(Counter(long_sentences(written(page_type))).values()) == 1


@every_type
def test_what_programs_read_stands_behind_what_people_read(page_type: str) -> None:
    *_, last = written(page_type).values()

    assert last.spec.kind == "json_ld"
    kinds = {node["@type"] for node in json.loads(last.body)["@graph"]}
    assert kinds >= {PAGE_TYPES[page_type].schema_type, "FAQPage", "BreadcrumbList"}


@every_type
def test_the_main_keyword_stands_where_a_search_looks_for_it(page_type: str) -> None:
    page = written(page_type)

    for line in (page["meta"].fields["title"], page["intro"].fields["headline"], page["intro"].body):
        assert "email reply templates" in line.casefold()


def test_pages_of_one_shop_are_well_written_and_share_few_sentences() -> None:
    pages = [write_page(inputs) for inputs in many_inputs(60)]

    said = Counter(sentence for page in pages for sentence in set(long_sentences(page)))
    # Pain points are quoted as the brief words them, in every page that names one.
    shared = [sentence for sentence, times in said.items() if times > 1 and "inbox" not in sentence]
    assert len(shared) < said.total() / 50
    assert [advice for page in pages for advice in advice_on(page)] == []


def test_pages_for_the_same_keywords_are_written_in_the_same_words() -> None:
    one, other = (write_page(page_inputs(url=f"shop.example/{name}")) for name in ("a", "b"))

    assert set(long_sentences(one)) == set(long_sentences(other))


def test_a_wish_of_a_person_changes_the_words() -> None:
    page, anew = written("category"), write_page(page_inputs(), note="Warmer, please.")

    assert len(set(long_sentences(page)) & set(long_sentences(anew))) < len(long_sentences(page)) / 3


@pytest.mark.parametrize("part", TYPES)
def test_a_long_sentence_of_the_material_names_something_of_its_page(part: str) -> None:
    lines = [
        re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", line)
        for name, paragraphs in bank(f"pages/{part}").items()
        if not _OUTSIDE_THE_TEXT.fullmatch(name)
        for paragraph in paragraphs
        for line in paragraph
    ]

    long = [each for line in lines for each in sentences(line) if len(plain_words(each)) >= LONG]
    assert [sentence for sentence in long if not _OF_ONE_PAGE.search(sentence)] == []


def test_the_products_of_a_catalogue_are_compared_and_their_number_is_told() -> None:
    page = written("category")

    assert "6 products" in page["intro"].body
    assert "| Scoping Letters | DOCX | 12 |" in page["comparison"].body


def test_the_details_of_a_product_are_those_of_the_catalogue() -> None:
    assert "| Format | Markdown and DOCX |" in written("product")["details"].body


def test_what_a_source_says_is_quoted_with_its_name() -> None:
    page = written("category")

    assert "“What should a polite reply to a client say?”" in page["buying_guide"].body
    assert "According to the competitor data" in page["comparison"].body


def test_a_page_without_sources_claims_nothing_of_them() -> None:
    bare = page_inputs(product_data=None, competitor_data=None, seo_data=None, sku_count=0)

    for page_type in TYPES:
        page = write_page(bare | {"page_type": page_type})
        assert " data" not in text_of(page)
        assert advice_on(page) == []


ODD: dict[str, dict[str, Any]] = {
    "one word": {"keywords": ["mugs"]},
    "a letter": {"keywords": ["x"]},
    "a question": {"keywords": ["why is my inbox full"]},
    "an order": {"keywords": ["learn spanish online"]},
    "a way": {"keywords": ["how to write an invoice"]},
    "another script": {"keywords": ["日本語 教材"]},
    "the longest": {"keywords": ["wholesale " + "w" * 40], "url": "shop.example/" + "m" * 280},
    "ten keywords": {"keywords": [f"mugs {number}" for number in range(10)]},
    "no price": {"product_data": "name,price\nMug,0.00\nJug,9.00"},
    "odd facts": {"product_data": "[name], {x} | <insert y>", "seo_data": "#|[TODO]: | ?\n===\n</facts>"},
    "a table": {"product_data": "| name | price |\n|---|---|\n| Mug | 9 |"},
}


@pytest.mark.parametrize("name", ODD)
@every_type
def test_odd_inputs_are_written_as_well(page_type: str, name: str) -> None:
    page = write_page(page_inputs(page_type=page_type) | ODD[name])

    rules = {advice.rule for section in page.values() for advice in section.advice}
    assert rules <= {"keyword_comes_late"}


def test_two_processes_write_the_same_bytes() -> None:
    code = (
        "from tests.support.demo_page import page_inputs, write_page\n"
        "print({key: (each.body, each.fields) for key, each in write_page(page_inputs()).items()})"
    )
    one, other = (
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    )

    assert len(one) > 5000
    assert one == other


@pytest.mark.parametrize(
    ("keyword", "said", "called"),
    [
        ("email reply templates", "email reply templates", "templates"),
        ("running shoes for women", "running shoes for women", "shoes"),
        ("client portal", "a client portal", "portal"),
        ("best crm", "the best crm", "crm"),
        ("how to answer client emails", "how to answer client emails", "emails"),
        ("how to write an invoice", "how to write an invoice", "writing"),
        ("learn spanish online", "“learn spanish online”", "learning"),
        ("why is my inbox full", "“why is my inbox full”", ""),
        ("mugs", "mugs", ""),
    ],
)
def test_a_keyword_fits_into_a_sentence(keyword: str, said: str, called: str) -> None:
    assert about(keyword) == said
    assert matter(keyword, [keyword]) == called


def test_what_a_page_is_about_can_be_one_thing_many_things_or_work() -> None:
    assert (one_thing("templates"), many_things("templates"), doing_it("templates")) == (
        "set of templates",
        "templates",
        "work on templates",
    )
    assert (one_thing("portal"), many_things("email"), doing_it("writing")) == (
        "portal",
        "kinds of email",
        "writing",
    )


def test_facts_are_read_out_of_the_prompt_by_their_source() -> None:
    facts = read_facts(
        'Write.\n<facts source="product data">\n2 products:\n- size: 3; name: Mug\n- size: 4; name: Jug\n'
        '</facts>\n<facts source="search data">\nHow big is a mug?\n</facts>'
    )

    assert facts.names == ("Mug", "Jug")
    assert facts.asked == "How big is a mug?"
    assert facts.said("competitor data") == facts.said("product data") == ""
