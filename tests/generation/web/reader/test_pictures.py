"""Pictures in the reader: what was drawn, and slides finished with the words of now."""

import io

import pytest
from PIL import Image

from generation.engine.content.edits import SectionEdit, edit_section
from generation.models import Section, current_revisions
from generation.pictures.kept import fetch
from generation.web.which import Which, address_of
from tests.support.carousels import TOPIC, draw_for, slide_of, stored_carousel

CAROUSEL = Which(blueprint="carousel", subject=TOPIC)


@pytest.fixture
def job(funnel):
    return stored_carousel(funnel)


@pytest.fixture
def picture(job):
    return Section.objects.get(task_key="picture_1")


def address(section: Section) -> str:
    return f"/sections/{section.pk}/picture/"


def read(page, part: str, funnel) -> str:
    return page.get(address_of("read", funnel.pk, CAROUSEL, part=part)).content.decode()


def reword(section: Section, **fields: str) -> None:
    edit = SectionEdit(fields=fields)
    edit_section(section.pk, edit, author=section.funnel.owner, version=section.version)


def test_what_was_drawn_is_handed_out_as_nothing_but_a_picture(page, picture):
    answer = page.get(address(picture))

    assert answer.content == fetch(current_revisions().get(section=picture).fields["picture"])
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_slide_is_handed_out_finished_and_anew_once_it_is_reworded(page, funnel, job):
    slide = slide_of(funnel, 1)
    before = page.get(address(slide))

    with Image.open(io.BytesIO(before.content)) as image:
        assert (image.format, image.size) == ("PNG", (1080, 1350))
    assert page.get(address(slide), headers={"if-none-match": before["ETag"]}).status_code == 304

    reword(slide, headline="The inbox is a waiting room")

    after = page.get(address(slide), headers={"if-none-match": before["ETag"]})
    assert (after.status_code, after["ETag"] != before["ETag"]) == (200, True)
    assert after.content != before.content


def test_a_slide_changes_with_its_picture(page, funnel, job):
    slide = slide_of(funnel, 2)
    plain = page.get(address(slide))

    draw_for(job, 2)

    assert page.get(address(slide))["ETag"] != plain["ETag"]


def test_a_picture_is_its_owners_and_staffs_alone(page, other, staff, client, picture, funnel):
    for section in (picture, slide_of(funnel, 1)):
        assert staff.get(address(section)).status_code == 200
        assert other.get(address(section)).status_code == 404
        assert client.get(address(section)).status_code == 302


def test_a_section_without_a_picture_has_none_to_hand_out(page, job, picture):
    look = Section.objects.get(task_key="strategy")
    gone = current_revisions().get(section=picture)
    gone.fields = {"picture": "gone.png"}
    gone.save()

    assert [page.get(address(section)).status_code for section in (look, picture)] == [404, 404]


def test_the_reader_shows_slides_and_pictures_with_words_for_who_cannot_see_them(page, funnel, job, picture):
    slides, drawn = read(page, "slides", funnel), read(page, "picture_1", funnel)

    assert slides.count("<img src=") == 3
    assert f'src="{address(slide_of(funnel, 1))}?of=' in slides
    assert 'alt="Slide 1: The inbox is no list"' in slides
    assert f'src="{address(picture)}?of=' in drawn
    assert "<dt>Picture</dt>" not in drawn


def test_the_editor_neither_shows_nor_loses_what_was_drawn(page, picture):
    before = current_revisions().get(section=picture).fields
    form = {"version": 1, "title": picture.title, "body": "A desk, seen from the door."}

    assert "line_picture" not in page.get(f"/sections/{picture.pk}/edit/").content.decode()
    page.post(f"/sections/{picture.pk}/edit/", form)

    after = current_revisions().get(section=picture)
    assert (after.number, after.body, after.fields) == (2, "A desk, seen from the door.", before)
