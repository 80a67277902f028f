"""How an export is arranged."""

from generation.exports.shelves import arrange
from tests.support.exported import part, section, small_content


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


def test_no_section_is_lost():
    content = small_content()

    arranged = [
        section.key
        for shelf in arrange(content)
        for document in shelf.documents
        for section in document.sections
    ]

    assert arranged == [section.key for part in content.parts for section in part.sections]
