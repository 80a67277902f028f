"""The editor: with a script that saves while one types, and without."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from generation.blueprints.base import WrittenSection
from generation.engine.content.edits import LONGEST_TEXT, SectionEdit, edit_section
from generation.models import Revision, Section
from generation.web.reader.forms import SectionForm
from tests.support.edits import save, texts, written_anew
from tests.support.funnels import make_staff, make_user
from tests.support.written import write_parts

JSON = {"accept": "application/json"}


def edit(page, section, *, headers=None, **changes):
    """Send the editor's form as a browser does, over version 1 unless it says otherwise."""
    form = {
        "version": 1,
        "title": section.title,
        "body": "Mine.",
        "line_subject": "Hello",
        "line_preview": "",
    }
    return page.post(reverse("edit_section", args=[section.pk]), form | changes, headers=headers)


def test_the_editor_opens_as_a_page_of_its_own(page, section):
    shown = page.get(reverse("edit_section", args=[section.pk])).content.decode()

    assert "<h1>Cover</h1>" in shown
    assert "As it was written.</textarea>" in shown


def test_the_editor_opens_in_its_place(page, section):
    shown = page.get(reverse("edit_section", args=[section.pk]), headers={"hx-request": "true"})

    assert shown.content.decode().lstrip().startswith("<form")


def test_a_saved_text_is_a_revision_and_leads_back_to_it(page, funnel, section):
    answer = edit(page, section, body="Mine.\r\n\r\n\r\nAnd more. \r\n", line_subject="  New   subject ")

    assert answer.status_code == 302
    assert answer.headers["Location"] == (
        f"{reverse('read', args=[funnel.pk])}?part=lead_magnet_part_1#s-{section.pk}"
    )
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Saved."]
    assert texts(section) == ["As it was written.", "Mine.\n\nAnd more."]
    assert section.revisions.get(number=2).fields == {"subject": "New subject", "preview": ""}


def test_the_script_is_told_the_version_it_goes_on_from_and_what_stands_under_the_title(page, section):
    saved = edit(page, section, headers=JSON).json()

    assert saved["version"] == 2
    assert [word for word in ("v2", "1 word<", "Edited") if word not in saved["meta"]] == []


def test_the_same_text_saved_again_is_no_revision(page, section):
    edit(page, section, headers=JSON)

    assert edit(page, section, headers=JSON, version=2, body="Mine.\r\n").json()["version"] == 2
    assert len(texts(section)) == 2


def test_tags_are_written_one_a_line_or_with_commas(page, funnel):
    write_parts(funnel)
    listing = funnel.sections.filter(kind="listing").first()

    edit(page, listing, line_title="A title", line_tags="inbox\r\nclient  mail, calm,\r\n\r\n")

    assert listing.revisions.get(number=2).fields["tags"] == ["inbox", "client mail", "calm"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"body": ""}, "a section cannot be empty"),
        ({"body": " \u200b\r\n"}, "a section cannot be empty"),
        ({"body": "x" * 200_001}, "at most 200000 characters"),
        ({"body": "x\0y"}, "Null characters are not allowed"),
        ({"title": "Front \u202egap"}, "direction of writing"),
        ({"title": ""}, "required"),
        ({"version": "new"}, "whole number"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_in_the_form(page, section, changes, why):
    refused = edit(page, section, **changes)
    told = edit(page, section, headers=JSON, **changes)

    assert (refused.status_code, told.status_code) == (422, 422)
    assert why in told.json()["message"]
    assert texts(section) == ["As it was written."]


def test_a_text_changed_in_another_tab_is_not_written_over(page, section):
    save(section, "Theirs.")

    answer = edit(page, section, body="Mine.")

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Changed in another tab of yours." in shown
    assert "Mine.</textarea>" in shown
    assert ["<del>Theirs</del>" in shown, "<ins>Mine</ins>" in shown] == [True, True]
    assert texts(section)[-1] == "Theirs."


def test_the_script_is_given_the_conflict_to_show(page, section):
    save(section, "Theirs.")

    answer = edit(page, section, headers=JSON)

    assert (answer.status_code, answer.json()["version"]) == (409, 2)
    assert "Keep mine" in answer.json()["html"]


def test_a_conflict_names_who_else_has_changed_the_text(page, section):
    edit_section(section.pk, SectionEdit(body="Ben's."), author=make_user("ben"), version=1)

    assert "Changed by ben." in edit(page, section, headers=JSON).json()["html"]


def test_a_conflict_with_a_new_text_says_so(page, job, section):
    written_anew(job)

    assert "Regenerated meanwhile." in edit(page, section, headers=JSON).json()["html"]


def test_who_keeps_theirs_writes_over_the_version_they_were_shown(page, section):
    save(section, "Theirs.")

    assert edit(page, section, overwrite=2).status_code == 302
    assert texts(section)[-2:] == ["Theirs.", "Mine."]


def test_what_was_saved_after_the_conflict_was_shown_is_a_conflict_again(page, section):
    save(section, "Theirs.")
    save(section, "Theirs, and better.")

    assert edit(page, section, overwrite=2).status_code == 409


def test_somebody_elses_section_does_not_exist(other, section):
    assert other.get(reverse("edit_section", args=[section.pk])).status_code == 404
    assert edit(other, section).status_code == 404
    assert other.post(reverse("preview_section", args=[section.pk]), {"body": "x"}).status_code == 404


def test_staff_edit_others_texts_with_a_permission_only(client, staff, section):
    client.force_login(make_staff("olga", "change_section"))

    assert edit(staff, section).status_code == 403
    assert edit(client, section).status_code == 302


def test_a_chapter_is_edited_under_the_title_it_is_shown_under(page, funnel):
    write_parts(funnel, parts=1)
    chapter = funnel.sections.get(key="chapter_1")
    Section.objects.filter(pk=chapter.pk).update(title="Chapter 1")
    save(chapter, "## A title of its own\n\nThe text.", title="Chapter 1")

    shown = page.get(reverse("edit_section", args=[chapter.pk])).content.decode()
    edit(page, chapter, version=2, title="A title of its own", body="The text.")
    edit(page, chapter, version=2, title="Another title", body="The text.")

    assert 'value="A title of its own"' in shown
    assert "The text.</textarea>" in shown
    assert texts(chapter)[2:] == ["## Another title\n\nThe text."]
    for address in (reverse("read", args=[funnel.pk]), reverse("section_history", args=[chapter.pk])):
        read = page.get(address).content.decode()
        assert "Another title" in read
        assert "Chapter 1" not in read.partition('id="difference"')[0]


def test_the_preview_shows_the_text_and_saves_nothing(page, section):
    answer = page.post(reverse("preview_section", args=[section.pk]), {"body": "**Bold**", "title": "New"})

    assert "<strong>Bold</strong>" in answer.content.decode()
    assert texts(section) == ["As it was written."]


def test_a_save_costs_few_queries(page, funnel, django_assert_max_num_queries):
    write_parts(funnel)
    chapter = funnel.sections.filter(key="chapter_4").first()

    with django_assert_max_num_queries(15):
        assert edit(page, chapter, headers=JSON).status_code == 200


def test_a_text_that_is_stored_under_its_title_is_short_enough_with_it(section):
    revision = Revision.objects.get(section=section)
    cover = WrittenSection(key="cover", kind="prose", title="Cover", body="# Calm\n\nText.")
    sent = {"version": 1, "title": "Calmer", "body": "a" * (LONGEST_TEXT - len("## Calmer\n\n"))}

    assert SectionForm(sent, revision=revision, before=cover).is_valid()
    longer = SectionForm(sent | {"body": sent["body"] + "a"}, revision=revision, before=cover)

    assert longer.problems == "Write at most 200,000 characters, with the title that opens it."
