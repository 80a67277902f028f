"""The funnel as Markdown."""

from generation.exports.md import write_funnel
from tests.support.exported import part, section, small_content
from tests.support.launched import launch_content, page_part


def test_the_whole_funnel_is_one_document():
    text = write_funnel(small_content()).decode()

    assert text.startswith(
        "# Calm Inbox\n\n---\n\n# The 40-Minute Inbox\n\n*Lead magnet \u00b7 checklist, free*\n\n"
    )
    assert "## Clear the deck\n\nGive the morning a shape" in text
    assert "- [ ] Close the inbox until **9:30**\n" in text
    assert "**Subject:** Your forty minutes begin here\\\n**Preview:** One page to print\n" in text
    assert "**Tags:** inbox, client mail\n" in text
    assert "**Short description:** All five at one price.\n" in text
    assert text.endswith("\n")


def test_a_title_stands_once():
    text = write_funnel(small_content()).decode()

    assert text.count("# Keep it clear") == 1


def test_a_button_is_a_link():
    text = write_funnel(small_content()).decode()

    assert "**[Read it now](<https://harbourdesk.example/client-mail>)**" in text
    assert "Button:" not in text


def test_a_name_with_marks_in_it_is_shown_as_it_is():
    text = write_funnel(small_content(name="5 * 3 <b>_x_\n# y")).decode()

    assert text.startswith("# 5 \\* 3 \\<b\\>\\_x\\_ # y\n")


def test_prose_of_other_kinds_of_job_is_exported_too():
    text = write_funnel(
        small_content(parts=(part("study", section("facts", "Two.", title="Facts")),))
    ).decode()

    assert text.endswith("# Study\n\n## Facts\n\nTwo.\n")


def test_a_slide_has_its_notes_below_its_points_and_a_page_its_headline_once():
    text = write_funnel(launch_content()).decode()

    assert "## Mail eats the morning\n\n- 40 minutes a day\n- **every** day\n\n**Notes:** Count them" in text
    assert "## Have your mornings back\n\n**Subhead:** One workshop" in text
    assert "**When to send:** 1 hour after the event\\\n**Reason:** Those who came decide now" in text
    assert "**Headline:**" not in text


def test_what_is_no_prose_is_shown_as_code():
    text = write_funnel(small_content(parts=(page_part(),))).decode()

    assert text.endswith('## json\\_ld\n\n    {"@type": "WebPage", "name": "</script>"}\n')
