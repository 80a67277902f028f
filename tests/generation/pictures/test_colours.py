import pytest

from generation.pictures.colours import DARK, LIGHT, contrast, read_colour, readable_on


def test_a_colour_is_read_as_it_is_written_on_the_web() -> None:
    assert read_colour(" #4b45C9 ") == (0x4B, 0x45, 0xC9)


@pytest.mark.parametrize("text", ["", "red", "#123", "#1234567", "#12345g", "4B45C9"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write one such as #4B45C9"):
        read_colour(text)


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.478, abs=0.001)
    assert contrast((10, 20, 30), (10, 20, 30)) == 1


def test_a_colour_that_cannot_be_read_gives_way_to_one_that_can() -> None:
    assert readable_on((255, 255, 255), (0, 0, 120)) == (0, 0, 120)
    assert readable_on((255, 255, 255), (250, 250, 200)) == DARK
    assert readable_on((20, 20, 20), (40, 40, 40)) == LIGHT
    assert readable_on((201, 82, 0), (0, 0, 48)) == (0, 0, 0)
