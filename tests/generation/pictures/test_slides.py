"""Finished slides: their size, where their words stand, and that they can be read."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from generation.pictures.colours import READABLE, contrast
from generation.pictures.platforms import PLATFORMS, Platform
from generation.pictures.slides import Look, Slide, as_pdf, compose, draw, lay_out
from generation.providers.demo.pictures import draw_picture

PICTURE = draw_picture("a quiet desk", (320, 240))
SLIDE = Slide(headline="Your inbox is no list", body="Look twice a day.", number=1, total=8, author="Ana")
EVERYWHERE = pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)

colours = some.tuples(*[some.integers(0, 255)] * 3)
looks = some.builds(
    Look, background=colours, text=colours, accent=colours, family=some.sampled_from(["sans", "serif"])
)
words = some.one_of(
    some.text(max_size=400),
    some.sampled_from(
        ["", "\U0001f600", "a" * 300, "Donaudampfschiff " * 12, "\u202e\u0645\u0631\u062d\u0628\u0627"]
    ),
)
slides = some.builds(
    Slide, headline=words, body=words, number=some.just(3), total=some.just(20), author=words
)


@EVERYWHERE
def test_a_slide_has_the_size_of_its_platform(platform: Platform) -> None:
    with Image.open(io.BytesIO(compose(PICTURE, SLIDE, platform, Look()))) as image:
        assert (image.format, image.size) == ("PNG", platform.size)


def test_the_same_slide_is_the_same_bytes() -> None:
    platform = PLATFORMS["square"]

    assert compose(PICTURE, SLIDE, platform, Look()) == compose(PICTURE, SLIDE, platform, Look())
    images = [draw(PICTURE, SLIDE, platform, Look())] * 2
    assert as_pdf(images, title="Slides") == as_pdf(images, title="Slides")


@settings(max_examples=25)
@given(slide=slides, look=looks, platform=some.sampled_from(list(PLATFORMS.values())))
def test_words_stand_below_the_picture_in_the_safe_area_and_can_be_read(
    slide: Slide, look: Look, platform: Platform
) -> None:
    layout = lay_out(slide, platform, look)
    left, top, right, bottom = platform.safe_area

    assert top < layout.ground < layout.bar[1]
    for one, following in zip(layout.words[:2], layout.words[1:3], strict=True):
        assert one.box[3] <= following.box[1], "lines run into each other"
    for written in layout.words:
        box = written.box
        assert left <= box[0] <= box[2] <= right, written
        assert layout.bar[3] < box[1] <= box[3] <= bottom + 1, written
        assert contrast(written.colour, look.background) >= READABLE


def test_what_is_measured_is_what_is_drawn() -> None:
    """On the plain ground no pixel is painted but within the boxes of words and the bar."""
    platform, look = PLATFORMS["instagram"], Look()
    image = draw(PICTURE, SLIDE, platform, look)

    layout = lay_out(SLIDE, platform, look)
    for left, top, right, bottom in (layout.bar, *(written.box for written in layout.words)):
        image.paste(look.background, (left - 2, top, right + 3, bottom + 1))

    ground = image.crop((0, layout.ground, *platform.size))
    assert ground.getcolors() == [(ground.width * ground.height, look.background)]


def test_words_are_drawn_in_the_colour_that_was_measured() -> None:
    platform, look = PLATFORMS["square"], Look(background=(255, 255, 255), text=(250, 250, 250))
    written = lay_out(SLIDE, platform, look).words[0]

    colours = draw(PICTURE, SLIDE, platform, look).crop(written.box).getcolors(100_000) or []

    assert written.colour in {colour for _, colour in colours}


def test_what_is_too_long_for_any_size_is_cut_and_says_so() -> None:
    long = Slide(headline="word " * 300, body="more " * 300, number=1, total=2)

    headline, body, *_ = lay_out(long, PLATFORMS["square"], Look()).words

    assert headline.setting.lines[-1].endswith("word\u2026")
    assert body.setting.lines[-1].endswith("more\u2026")


def test_a_word_without_an_end_is_cut_as_soon_as_no_line_is_left_for_it() -> None:
    """To look at all of it, letter by letter, would take minutes."""
    endless = Slide(headline="ab" * 100_000, body="x" * 100_000, number=1, total=2)

    headline, body, *_ = lay_out(endless, PLATFORMS["square"], Look()).words

    assert headline.setting.lines[-1].endswith("\u2026")
    assert body.setting.lines[-1].endswith("\u2026")


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        compose(b"no picture", SLIDE, PLATFORMS["square"], Look())


def test_no_word_stands_alone_on_the_last_line() -> None:
    headline = Slide(headline="Email habits need less effort than you think", body="", number=1, total=2)

    setting = lay_out(headline, PLATFORMS["instagram"], Look()).words[0].setting

    lengths = [setting.font.getlength(line) for line in setting.lines]
    assert len(lengths) > 1
    assert min(lengths) > max(lengths) * 0.6


def test_a_bar_that_could_not_be_seen_has_the_colour_of_the_words() -> None:
    platform, white = PLATFORMS["square"], (255, 255, 255)

    for accent, painted in (((170, 0, 0), (170, 0, 0)), ((250, 250, 240), (0, 0, 0))):
        look = Look(background=white, text=(0, 0, 0), accent=accent)
        left, top, *_ = lay_out(SLIDE, platform, look).bar
        assert draw(PICTURE, SLIDE, platform, look).getpixel((left, top)) == painted
