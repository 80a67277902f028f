"""Finished slides: of what is written and drawn now, for the platform and in the look that was asked for."""

import io
from dataclasses import replace
from zipfile import ZipFile

import pytest
from PIL import Image

from generation.exports import export_funnel
from generation.exports.content import narrow
from generation.exports.finished import drawn_slides, finished_slides
from generation.exports.progress import silent
from generation.exports.zip import write_funnel
from tests.support.carousels import carousel_content, kept_pictures
from tests.support.exported import small_content

FOLDER = "calm-inbox-carousel-two-windows-square"


@pytest.fixture
def content(db):
    return carousel_content(pictures=kept_pictures("slide_1", "slide_2"))


def image_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_slide_is_made_for_its_platform_in_the_look_of_its_owner():
    slides = finished_slides(carousel_content())

    assert slides[0].slide.headline == "The inbox is no list"
    assert slides[1].slide.body == "At ten and at four. Nobody waits longer than a day."
    assert [(slide.slide.number, slide.slide.total) for slide in slides] == [(1, 3), (2, 3), (3, 3)]
    assert {slide.platform.size for slide in slides} == {(1080, 1080)}
    assert {(slide.look.background, slide.look.family) for slide in slides} == {((255, 255, 255), "serif")}


def test_content_without_such_slides_has_none():
    assert finished_slides(small_content()) == ()


def test_what_changes_a_slide_changes_its_fingerprint_and_nothing_else_does():
    content = carousel_content()
    changes = (
        {"inputs": {**content.inputs, "accent": "#AA0000"}},
        {"inputs": {**content.inputs, "platform": "story"}},
        {"pictures": {"slide_1": "another.png"}},
        {"author": "Somebody else"},
    )

    prints = {finished_slides(replace(content, **change))[0].fingerprint for change in ({}, *changes)}

    assert len(prints) == 5
    assert finished_slides(replace(content, name="Renamed"))[0] == finished_slides(content)[0]


def test_a_zip_holds_every_slide_in_its_size_all_as_one_pdf_and_the_caption_to_paste(content):
    archive = ZipFile(io.BytesIO(write_funnel(content, silent)))

    slides = ("1-the-inbox-is-no-list.png", "2-look-twice-a-day.png", "3-take-the-free-checklist.png")
    names = {name.removeprefix(f"{FOLDER}/slides/") for name in archive.namelist() if "/slides/" in name}
    assert names == {*slides, "slides.pdf", "caption.txt"}
    for name in slides:
        assert image_of(archive.read(f"{FOLDER}/slides/{name}")).size == (1080, 1080)
    assert archive.read(f"{FOLDER}/slides/caption.txt").decode() == (
        "Two windows a day.\n\nhttps://harbourdesk.example/40\n\n#CalmInbox #ClientMail\n"
    )
    index = archive.read(f"{FOLDER}/index.html").decode()
    assert all(f'href="slides/{name}"' in index for name in names)


def test_the_same_slides_are_the_same_bytes(content):
    for kind in ("zip", "pdf"):
        assert export_funnel(content, kind) == export_funnel(content, kind)


def test_a_pdf_of_a_carousel_is_its_slides_and_of_its_strategy_a_text(content):
    pages = export_funnel(content, "pdf").data

    assert pages.count(b"/Type /Page\n") == 3
    assert export_funnel(narrow(content, "strategy"), "pdf").data.count(b"/Subtype /Image") == 0


def test_a_slide_stands_without_its_picture_where_there_is_none_or_it_is_gone(content):
    gone = replace(content, pictures={**content.pictures, "slide_2": "gone.png"})

    _, second, third = drawn_slides(gone)

    for slide, drawn in (second, third):
        assert drawn is None
        image = image_of(slide.as_png(drawn))
        assert image.size == (1080, 1080)
        assert len(image.crop((0, 0, 1080, 300)).getcolors()) == 1


@pytest.mark.parametrize("format", ["md", "html"])
def test_a_text_lists_the_slides_with_what_they_show_and_the_caption(content, format):  # noqa: A002
    text = export_funnel(content, format).data.decode()

    said = ("Look twice a day", "Nobody waits longer than a day.", "Two cups on a sill.", "Two windows a")
    assert all(each in text for each in said)
