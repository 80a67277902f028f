"""Pictures that are kept: in the database, once each, and nothing but pictures."""

import io

import pytest
from django.core.files.storage import storages
from PIL import Image

from generation.models import StoredPicture
from generation.pictures.kept import MOST_BYTES, STORAGE, PictureError, fetch, keep
from generation.providers.demo.pictures import draw_picture

pytestmark = pytest.mark.django_db

PICTURE = draw_picture("a desk", (64, 48))


def saved_as(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(file, kind)
    return file.getvalue()


def test_a_picture_comes_back_as_it_was():
    assert fetch(keep(PICTURE)) == PICTURE


def test_the_same_picture_is_kept_once():
    assert keep(PICTURE) == keep(PICTURE)
    assert StoredPicture.objects.count() == 1


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_name_says_what_it_is(kind, ending):
    assert keep(saved_as(kind)).endswith(f".{ending}")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no picture that can be read"),
        (b"<svg onload='alert(1)'/>", "no picture that can be read"),
        (PICTURE[:-200], "no picture that can be read"),
        (saved_as("GIF"), "no picture that can be read"),
        (b"\x00" * (MOST_BYTES + 1), "at most"),
    ],
)
def test_what_is_no_picture_is_not_kept(data, says):
    with pytest.raises(PictureError, match=says):
        keep(data)

    assert not StoredPicture.objects.exists()


def test_a_picture_of_too_many_pixels_is_not_kept():
    """A few bytes of one colour may unpack into gigabytes."""
    file = io.BytesIO()
    Image.new("1", (8000, 8000)).save(file, "PNG")

    with pytest.raises(PictureError, match="too many"):
        keep(file.getvalue())


def test_one_that_is_gone_is_said_to_be():
    with pytest.raises(FileNotFoundError):
        fetch("none.png")


def test_it_is_a_storage_as_django_knows_them():
    storage, name = storages[STORAGE], keep(PICTURE)

    assert (storage.exists(name), storage.size(name)) == (True, len(PICTURE))
    storage.delete(name)
    assert not storage.exists(name)
