"""What an export is made of, and what it is called."""

import pytest

from generation.exports.content import narrow
from tests.support.exported import small_content
from tests.support.launched import documents_content, launch_content


@pytest.mark.parametrize(
    ("content", "title", "file_title"),
    [
        (small_content(), "Calm Inbox", "Calm Inbox"),
        (narrow(small_content(), "lead_magnet"), "The 40-Minute Inbox", "The 40-Minute Inbox"),
        (launch_content(), "The Calm Inbox Workshop", "Calm Inbox launch The Calm Inbox Workshop"),
        (narrow(launch_content(), "deck"), "Deck", "The Calm Inbox Workshop Deck"),
        (documents_content(), "Calm Inbox", "Calm Inbox documents "),
        (documents_content(subject="Calm Inbox"), "Calm Inbox", "Calm Inbox documents"),
        (narrow(documents_content(), "faq"), "Faq", "Calm Inbox Faq"),
        (
            small_content(kind="page", subject="https://shop.example/inbox"),
            "https://shop.example/inbox",
            "Calm Inbox page shop example inbox",
        ),
    ],
)
def test_content_is_called_by_its_subject_and_its_file_by_funnel_and_kind(content, title, file_title):
    assert (content.title, content.file_title) == (title, file_title)


def test_a_portion_is_all_parts_of_a_product_or_one_part_of_what_has_none():
    product, document = narrow(small_content(), "lead_magnet"), narrow(documents_content(), "faq")

    assert [part.key for part in product.parts] == ["lead_magnet_part_1", "lead_magnet_part_2"]
    assert [part.key for part in document.parts] == ["faq"]
