"""Content bound as a book."""

from dataclasses import replace

from generation.exports.book import bind
from generation.exports.content import narrow
from generation.exports.tree import plain
from tests.support.exported import part, section, small_content
from tests.support.launched import documents_content, launch_content, page_part


def test_one_product_is_a_book_that_bears_its_name():
    book = bind(narrow(small_content(), "lead_magnet"))

    (product,) = book.parts
    assert (book.title, book.author, product.label) == ("The 40-Minute Inbox", "Harbour Desk", "")
    assert plain(product.cover[:1]) == "From 200 unread to none before lunch, in forty minutes a day."
    assert [(chapter.number, chapter.title) for chapter in product.chapters] == [
        (1, "Clear the deck"),
        (2, "Keep it clear"),
        (0, ""),
        (0, ""),
    ]


def test_a_whole_funnel_is_a_book_of_parts():
    book = bind(small_content())

    assert book.title == "Calm Inbox"
    assert [part.title for part in book.parts] == [
        "The 40-Minute Inbox",
        "Summaries",
        "Emails",
        "Listings",
        "Bundle",
    ]
    assert book.parts[0].label == "Lead magnet \u00b7 checklist, free"


def test_emails_and_listings_show_their_named_lines():
    _, _, emails, listings, _ = bind(small_content()).parts

    assert [line.value for line in emails.chapters[0].lines] == [
        "Your forty minutes begin here",
        "One page to print",
    ]
    assert [line.name for line in listings.chapters[0].lines] == ["Title", "Tags"]
    assert (emails.chapters[0].title, listings.chapters[0].title) == (
        "Lead magnet, email 1",
        "The 40-Minute Inbox",
    )


def test_the_button_of_a_call_to_action_leads_where_its_text_does():
    *_, last = bind(narrow(small_content(), "lead_magnet")).parts[0].chapters

    assert last.button is not None
    assert (last.button.label, last.button.url) == ("Read it now", "https://harbourdesk.example/client-mail")


def test_the_same_words_are_the_same_book():
    content = small_content()
    other = small_content(parts=(part("bump_full", section("cover", "Another.")),))

    assert bind(content).identity == bind(replace(content)).identity != bind(other).identity


def test_a_language_that_is_none_is_taken_for_english():
    assert bind(small_content(language='de" x="')).language == "en"


def test_a_set_of_documents_is_a_book_of_parts_each_with_its_summary_first():
    book = bind(documents_content())

    assert book.title == "Calm Inbox"
    assert [(part.title, part.chapters[0].title) for part in book.parts] == [
        ("Company profile", "Summary"),
        ("Faq", "Summary"),
    ]


def test_one_document_is_a_book_that_bears_its_name():
    book = bind(narrow(documents_content(), "faq"))

    assert (book.title, len(book.parts)) == ("Faq", 1)


def test_a_portion_of_several_documents_bears_its_own_name():
    book = bind(narrow(launch_content(), "enrolment_pages"))

    assert book.title == "Enrolment pages"
    assert [part.title for part in book.parts] == ["Enrolment page", "Thank-you page"]


def test_what_is_said_to_a_slide_is_a_quote_below_what_is_shown():
    (deck,) = bind(narrow(launch_content(), "deck")).parts

    slide = deck.chapters[1]
    assert (slide.title, slide.lines) == ("Mail eats the morning", ())
    assert [node.kind for node in slide.body] == ["bullets", "quote"]
    assert plain(slide.body[1].children) == "Notes: Count them with me."


def test_what_programs_read_of_a_page_is_no_chapter_of_a_book():
    content = small_content(parts=(page_part(),), kind="page")

    (page,) = bind(content).parts

    assert [chapter.role for chapter in page.chapters] == ["meta", "hero"]
