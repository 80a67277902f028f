"""The demo illustrator: pictures of its own, the same for the same prompt."""

import io

import pytest
from PIL import Image

from generation.providers.demo.pictures import draw_picture


@pytest.mark.parametrize("size", [(320, 240), (256, 256), (240, 320)])
def test_a_picture_has_the_size_that_was_asked_for(size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(draw_picture("a desk", size))) as image:
        assert (image.format, image.size, image.mode) == ("PNG", size, "RGB")


def test_the_same_prompt_is_drawn_alike_and_another_otherwise() -> None:
    assert draw_picture("a desk", (320, 240)) == draw_picture("a desk", (320, 240))
    assert draw_picture("a desk", (320, 240)) != draw_picture("a window", (320, 240))


def test_a_picture_is_more_than_one_colour() -> None:
    with Image.open(io.BytesIO(draw_picture("a desk", (320, 240)))) as image:
        assert len(image.getcolors(320 * 240) or []) > 100


def test_pictures_of_a_series_share_their_colours_and_nothing_else() -> None:
    look = "Gouache, in five colours."
    one, other = (
        colours_of(draw_picture(f"{scene}\n\n{look}", (160, 96))) for scene in ("A desk.", "A gate.")
    )
    alone = {colours_of(draw_picture(scene, (160, 96)))[-1] for scene in map(str, range(12))}

    assert one[0] != other[0]
    assert one[-1] == other[-1]
    assert len(alone) > 1


def colours_of(data: bytes) -> tuple[bytes, object]:
    """Return the pixels of a picture, and the colour of its nearest hill."""
    with Image.open(io.BytesIO(data)) as image:
        return image.tobytes(), image.getpixel((0, image.height - 1))
