"""Web pages as they go online."""

import json
import re

import pytest

from generation.exports.html import write_document
from generation.exports.shelves import arrange
from tests.support.exported import part, section, small_content
from tests.support.hostile import BODY, FIELDS
from tests.support.launched import SHOP, launch_content, page_part


def page_of(content) -> str:
    """Return the content's first page."""
    shelf = next(shelf for shelf in arrange(content) if shelf.title == "Pages")
    return write_document(shelf.documents[0], content).decode()


@pytest.fixture(scope="module")
def enrolment() -> str:
    return page_of(launch_content())


def test_a_page_has_one_main_heading_and_its_blocks_have_theirs(enrolment):
    assert re.findall(r"<h1>(.*)</h1>", enrolment) == ["Have your mornings back"]
    assert re.findall(r"<h2>(.*)</h2>", enrolment) == [
        "What changes",
        "What others say",
        "What you get",
        "Questions and answers",
        "Begin on Monday",
    ]
    assert "Enrolment page" not in enrolment  # what it is called is for its owner


def test_a_page_asks_nothing_of_another_computer_and_runs_nothing(enrolment):
    assert not re.search(r"<(?:link|script|img|iframe)\b|@import|url\(|\bsrc=", enrolment)


def test_a_place_for_proof_is_plainly_to_be_filled():
    note = "Auszuf\u00fcllen, bevor diese Seite online geht"

    page = page_of(launch_content(language="de"))

    assert page.count(f'<blockquote class="slot">\n<p class="note">{note}</p>\n<p>Proof slot: a ') == 2


def test_a_quote_that_is_no_place_for_proof_is_a_quote():
    hero = section("hero", "> Proof is in the pudding.", kind="hero", title="Page")

    page = page_of(small_content(parts=(part("pages", hero),)))

    assert "<blockquote>" in page
    assert 'class="slot"' not in page


def test_questions_stand_beside_their_answers(enrolment):
    asked = re.findall(r"<article>\n<h3>(.*)</h3>\n<div>\n(.*)\n", enrolment)

    assert asked == [
        ("Do I need another mail program?", "<p>No. The method works in the one you have.</p>"),
        ("What if I miss the day?", "<p>The replay stays online for a week:</p>"),
    ]


def test_a_button_leads_where_the_text_says_and_the_bare_address_is_not_shown_again(enrolment):
    opening, _, rest = enrolment.partition("</header>")

    assert f'<a class="button" href="{SHOP}">Reserve my place</a>' in opening
    assert f">{SHOP}</a>" not in opening
    assert f'You read more at <a href="{SHOP}">' in rest


def test_what_search_engines_read_stands_in_the_head_and_ends_no_element():
    page = page_of(small_content(parts=(page_part(),)))

    head, _, body = page.partition("</head>")
    (data,) = re.findall(r'<script type="application/ld\+json">\n(.*?)\n</script>', head, re.DOTALL)
    assert head.count("</script>") == 1
    assert json.loads(data) == {"@type": "WebPage", "name": "</script>"}
    assert "<title>Inbox help for freelancers</title>" in head
    assert '<meta name="description" content="A method of forty minutes a day.">' in head
    assert "WebPage" not in body
    assert "A method of forty minutes" not in body


@pytest.mark.parametrize("kind", ["hero", "block", "faq", "json_ld", "meta"])
def test_hostile_text_is_harmless_wherever_it_stands(kind):
    hero = section("hero", "Text.", kind="hero", title="Page")
    hostile = section("x", BODY, kind=kind, title=FIELDS["title"], fields=FIELDS)
    content = small_content(author=FIELDS["title"], parts=(part("pages", hero, hostile),))

    pages = next(shelf for shelf in arrange(content) if shelf.title == "Pages").documents
    for page in (write_document(document, content).decode() for document in pages):
        assert not re.search(r"<(?:script(?! type=\"application/ld)|img|iframe)", page)
        assert 'href="javascript' not in page
