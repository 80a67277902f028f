"""Sections of every kind there is, shown and edited without a word about any."""

import pytest

from generation.blueprints.kinds import SECTION_KINDS
from generation.models import Revision, Section
from generation.web.reader.forms import SectionForm
from generation.web.reader.sections import show_section
from generation.web.titles import written


def revision_of(kind: str, body: str) -> Revision:
    """Return the first text of a section of this kind, each of its lines said."""
    fields = {
        line.key: ["one", "two"] if line.is_list else f"Its {line.name}" for line in SECTION_KINDS[kind].lines
    }
    section = Section(key="piece", kind=kind, title="Piece", version=1)
    return Revision(section=section, number=1, body=body, fields=fields)


@pytest.mark.parametrize("kind", SECTION_KINDS)
@pytest.mark.parametrize("body", ["A text.", ""])
def test_it_is_shown_with_its_lines_above_and_below(kind, body):
    shown, lines = show_section(revision_of(kind, body), "Piece"), SECTION_KINDS[kind].lines

    assert [line.key for line in shown.above] == [
        line.key for line in lines if not line.below and not line.is_picture
    ]
    assert [line.key for line in shown.below] == [line.key for line in lines if line.below]
    assert body in str(shown.text.html)
    assert shown.in_outline


@pytest.mark.parametrize("kind", SECTION_KINDS)
def test_it_is_edited_line_by_line_and_lacks_a_text_only_where_it_may(kind):
    revision = revision_of(kind, "A text.")
    lines = {f"line_{line.key}": "a" * (line.most_characters or 10) for line in SECTION_KINDS[kind].lines}
    sent = {"version": 1, "title": "Piece", "body": "", **lines}

    form = SectionForm(sent, revision=revision, before=written(revision))

    assert (not form.is_valid()) == (not SECTION_KINDS[kind].may_lack_text)
    assert set(form.errors) <= {"body"}


@pytest.mark.parametrize("kind", ["timed_email", "short_message"])
def test_no_line_of_a_message_is_called_like_a_command(kind):
    revision = revision_of(kind, "A text.")
    shown, form = show_section(revision, "Piece"), SectionForm(revision=revision, before=written(revision))

    assert [line.name for line in shown.above[:2]] == ["When to send", "Reason"]
    assert [form.fields[name].label for name in ("line_send", "line_why")] == ["When to send", "Reason"]
