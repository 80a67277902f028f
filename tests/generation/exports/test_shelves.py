"""How an export is arranged."""

import pytest

from generation.blueprints.kinds import SECTION_KINDS
from generation.exports import FunnelContent
from generation.exports.shelves import alone, arrange, lone_document
from tests.support.exported import part, section, small_content
from tests.support.launched import documents_content, launch_content, page_part


def test_the_shelves_stand_in_the_order_of_a_funnel():
    shelves = arrange(small_content())

    assert [shelf.title for shelf in shelves] == ["Products", "Summaries", "Emails", "Listings", "Bundle"]


def test_a_product_runs_on_from_its_first_part_to_its_second():
    (products, *_) = arrange(small_content())

    (document,) = products.documents
    assert document.title == "The 40-Minute Inbox"
    keys = [section.key for section in document.sections]
    assert keys == ["cover", "chapter_1", "chapter_2", "bridge", "call_to_action"]


def test_an_email_is_called_by_its_subject_and_filed_by_its_place():
    emails = next(shelf for shelf in arrange(small_content()) if shelf.title == "Emails")

    (document,) = emails.documents
    assert document.title == "Your forty minutes begin here"
    assert document.file_title == "Lead magnet, email 1"


def test_a_product_the_brief_does_not_name_is_called_after_its_task():
    (products, *_) = arrange(small_content(products={}))

    assert products.documents[0].title == "Lead magnet part 1"


def test_prose_that_belongs_to_no_product_is_a_document_of_its_own():
    content = small_content(parts=(part("market_study", section("summary", "In short.")),))

    (shelf,) = arrange(content)

    assert shelf.title == "Documents"
    assert [document.title for document in shelf.documents] == ["Market study"]


def test_a_launch_stands_on_shelves_by_what_its_sections_are():
    shelves = arrange(launch_content())

    assert {shelf.title: [document.title for document in shelf.documents] for shelf in shelves} == {
        "Documents": ["Marketing profile"],
        "Deck": ["Deck"],
        "Pages": ["Enrolment page", "Thank-you page"],
        "Sequence": ["Your notes are here", "Message 2"],
    }


def test_questions_belong_to_the_page_or_to_the_document_they_stand_in():
    *_, pages, _ = arrange(launch_content())
    (documents,) = arrange(documents_content())

    assert [section.kind for section in pages.documents[0].sections][-2:] == ["faq", "block"]
    assert [section.kind for section in documents.documents[1].sections] == ["prose", "faq"]


def test_a_page_begins_at_what_is_said_of_it_and_is_called_so():
    twice = part("pages", *page_part().sections, *page_part().sections)

    (pages,) = arrange(small_content(parts=(twice,)))

    assert [page.title for page in pages.documents] == ["Inbox help for freelancers"] * 2
    for page in pages.documents:
        assert [section.kind for section in page.sections] == ["meta", "hero", "json_ld"]


def test_one_document_alone_has_nothing_of_its_part_but_itself():
    content = launch_content()
    *_, pages, _ = arrange(content)

    one = alone(content, pages.documents[1])

    assert [section.key for part in one.parts for section in part.sections] == ["thank_you_hero"]
    assert lone_document(one) == pages.documents[1]


def test_what_is_one_document_is_made_into_one_unless_it_is_a_funnel_just_begun():
    page = small_content(parts=(page_part(),), kind="page")

    assert lone_document(page) is not None
    assert lone_document(small_content(parts=(page_part(),))) is None
    assert lone_document(launch_content()) is None


@pytest.mark.parametrize("content", [small_content(), launch_content(), documents_content()])
def test_no_section_is_lost(content):
    assert _keys_on_shelves(content) == [section.key for part in content.parts for section in part.sections]


@pytest.mark.parametrize("kind", [*SECTION_KINDS, "a_kind_of_tomorrow"])
def test_a_section_of_any_kind_stands_on_a_shelf(kind):
    content = small_content(parts=(part("study", section("one", "Text.", kind=kind)),))

    assert _keys_on_shelves(content) == ["one"]


@pytest.mark.parametrize(("kind", "shelf"), [(name, kind.shelf) for name, kind in SECTION_KINDS.items()])
def test_a_section_stands_where_its_kind_says_else_in_a_document_or_on_a_page(kind, shelf):
    content = small_content(parts=(part("study", section("one", "Text.", kind=kind)),))

    titles = [each.title for each in arrange(content)]

    assert titles == [shelf] if shelf else titles in (["Documents"], ["Pages"])


def _keys_on_shelves(content: FunnelContent) -> list[str]:
    return [
        section.key
        for shelf in arrange(content)
        for document in shelf.documents
        for section in document.sections
    ]
