"""A book as PDF, read back with Poppler."""

import re

import pytest

from generation.exports.content import narrow
from generation.exports.pdf import write_funnel
from tests.support.books import addresses_in, facts_of, pages_of
from tests.support.exported import part, section, small_content
from tests.support.hostile import hostile_content
from tests.support.launched import documents_content, launch_content

pytestmark = pytest.mark.usefixtures("poppler")


@pytest.fixture(scope="module")
def product() -> bytes:
    return write_funnel(narrow(small_content(), "lead_magnet"))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return write_funnel(small_content())


def test_a_file_says_its_title_and_its_author(product):
    facts = facts_of(product)

    assert (facts["Title"], facts["Author"], facts["Tagged"]) == (
        "The 40-Minute Inbox",
        "Harbour Desk",
        "yes",
    )


def test_a_product_has_a_cover_its_contents_and_each_chapter_on_a_page_of_its_own(product):
    cover, contents, first, second, closing = pages_of(product)

    assert "The 40-Minute Inbox" in cover
    assert "Harbour Desk" in cover
    assert "From 200 unread to none before lunch" in cover
    assert re.search(r"Contents\s+1\s+Clear the deck\s+3\s+2\s+Keep it clear\s+4\b", contents)
    assert "Clear the deck" in first
    assert "Keep it clear" in second
    assert "Read it now" in closing


def test_every_page_but_the_cover_is_numbered_and_bears_the_name(product):
    cover, *others = pages_of(product)

    assert "\u00b7" not in cover
    for number, page in enumerate(others, start=2):
        assert re.search(rf"The 40-Minute Inbox\s+\u00b7\s+Harbour Desk\s+{number}\s*$", page)


def test_contents_are_called_what_the_language_calls_them():
    pages = pages_of(write_funnel(narrow(small_content(language="de"), "lead_magnet")))

    assert "Inhalt" in pages[1]


def test_a_whole_funnel_has_its_parts_in_its_contents(whole):
    cover, contents, *_ = pages_of(whole)

    assert "Calm Inbox" in cover
    for title in ("The 40-Minute Inbox", "Keep it clear", "Summaries", "Emails", "Listings", "Bundle"):
        assert re.search(rf"{title}\s+\d+\n", contents)


def test_the_contents_name_a_deck_and_not_its_slides():
    _, contents, *pages = pages_of(write_funnel(launch_content()))

    assert "Deck" in contents
    assert "Begin on Monday" in contents
    assert "Mail eats the morning" not in contents
    assert any("Mail eats the morning" in page and "Count them with me." in page for page in pages)


def test_one_document_has_its_title_on_the_page_it_begins_on():
    (page,) = pages_of(write_funnel(narrow(documents_content(), "company_profile")))

    assert page.index("Company profile") < page.index("Summary") < page.index("Background")


def test_links_lead_to_the_web(product):
    assert "https://harbourdesk.example/client-mail" in addresses_in(product)


def test_the_same_content_gives_the_same_bytes(product):
    assert write_funnel(narrow(small_content(), "lead_magnet")) == product


def test_hostile_text_is_printed_and_nothing_else():
    pdf = write_funnel(hostile_content(but="carousel_slide"))  # of which a PDF is pictures alone
    text = "".join("".join(pages_of(pdf)).split())

    for shown in (
        "#import",
        '#eval("1+1")',
        "$x^2$",
        "<script>alert(1)</script>",
        "#panic()",
        '#read("/etc/passwd")',
    ):
        assert shown in text
    assert "root:" not in text
    assert facts_of(pdf)["JavaScript"] == "no"
    assert {url.partition(":")[0] for url in addresses_in(pdf)} <= {"http", "https", "mailto"}


def test_a_word_without_an_end_stays_on_the_page():
    content = small_content(parts=(part("x", section("chapter_1", "z" * 3000), product="lead_magnet"),))

    pages = pages_of(write_funnel(content))

    assert sum(page.count("z") for page in pages) == 3000


def test_scripts_the_fonts_lack_break_nothing():
    content = small_content(
        author="\u5c71\u7530",
        parts=(part("x", section("chapter_1", "\u4f60\u597d \u0645\u0631\u062d\u0628\u0627 \U0001f600")),),
    )

    assert write_funnel(content).startswith(b"%PDF-")
