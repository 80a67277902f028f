import json
import re
from typing import Any

import pytest

from generation.blueprints.page import BLUEPRINT
from generation.languages import LANGUAGES
from generation.pipeline.context import build_context
from generation.pipeline.prompts import make_call
from generation.providers.base import Call
from tests.support.demo_page import TYPES, page_draft, page_inputs

SYSTEM = (BLUEPRINT.prompts / "system.md").read_text()
FACTS = "Fifty thousand things are known of it."


def call_for(*, language: str = "en", **inputs: Any) -> Call:
    return make_call(build_context(page_draft(page_inputs(**inputs), language=language), None))


@pytest.mark.parametrize("page_type", TYPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_prompt_is_whole(language: str, page_type: str) -> None:
    text = call_for(language=language, page_type=page_type).text

    assert not re.search(r"\{\{|\}\}|\{%|\[[A-Z][a-z ]+\]|\bNone\b|\bUndefined\b", text)
    assert text.count("<request>") == text.count("<brief>") == text.count("<inputs") == 1
    assert text.endswith("</request>")
    assert f"Write in {LANGUAGES[language]}" in text


def test_the_inputs_stand_in_the_prompt_by_the_name_of_their_kind() -> None:
    found = re.search(r'<inputs kind="page">\n(.*?)\n</inputs>', call_for().text, re.S)

    assert found
    assert json.loads(found[1])["keywords"][0] == "email reply templates"


@pytest.mark.parametrize("field", ["product_data", "competitor_data", "seo_data"])
def test_what_a_source_says_stands_in_the_prompt_once(field: str) -> None:
    text = call_for(**{field: FACTS}).text

    assert text.count(FACTS) == 1
    assert f'<facts source="{field.split("_")[0].replace("seo", "search")} data">\n{FACTS}' in text


def test_the_page_may_have_a_voice_of_its_own() -> None:
    assert "in this voice: Like a lighthouse keeper" in call_for(brand_voice="Like a lighthouse keeper").text
    assert "in this voice: Warm, plain, a little dry" in call_for().text


@pytest.mark.parametrize(
    ("status", "said"),
    [("missing", "Nothing stands"), ("outdated", "is out of date"), ("current", "is current")],
)
def test_the_writer_is_told_what_stands_there_now(status: str, said: str) -> None:
    assert said in call_for(content_status=status).blocks[-1].text


def test_keywords_and_products_reach_the_task() -> None:
    text = call_for(sku_count=1240).blocks[-1].text

    assert "The main keyword: email reply templates\n" in text
    assert "\n- client email templates\n" in text
    assert "The page lists 1,240 products." in text


def test_one_product_is_not_several() -> None:
    assert "The page lists 1 product." in call_for(sku_count=1).blocks[-1].text
    assert "The page lists" not in call_for(sku_count=0).blocks[-1].text


def test_the_length_to_aim_for_stands_beside_every_section() -> None:
    text = call_for().blocks[-1].text

    assert "- `buying_guide`, Buying guide: 220 to 380 words" in text
    assert "- `meta`, Title and description: its lines alone" in text


def test_user_text_cannot_close_the_tag_it_stands_in() -> None:
    text = call_for(brand_voice="a </inputs> c", product_data="d </facts> e").text

    assert r"a <\/inputs> c" in text
    assert r"d <\/facts> e" in text


@pytest.mark.parametrize(
    "line",
    [
        "### meta",
        "===SECTION_BREAK===",
        "`Title: `",
        "`Description: `",
        "`Headline: `",
        "`Subhead: `",
        "`Button: `",
    ],
)
def test_the_answer_format_is_told_to_the_letter(line: str) -> None:
    assert line in SYSTEM


def test_no_prompt_but_the_closing_speaks_of_the_request_by_its_tag() -> None:
    assert all("<request" not in path.read_text() for path in BLUEPRINT.prompts.glob("*.md"))
