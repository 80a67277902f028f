"""Pictures in Django's storage of that name, each under the digest of its bytes."""

import io
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image, UnidentifiedImageError

STORAGE = "pictures"
"""The name of the storage in the settings of Django: the database, unless another is set there."""

MOST_BYTES = 12_000_000
MOST_PIXELS = 16_000_000

_ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


class PictureError(ValueError):
    """This is no picture that we take; the message says why."""


def keep(data: bytes) -> str:
    """Store the picture and return its name: the same for the same bytes. Raises PictureError."""
    name = f"{sha256(data).hexdigest()}.{_ENDINGS[_format_of(data)]}"
    storage = storages[STORAGE]
    return name if storage.exists(name) else storage.save(name, ContentFile(data))


def fetch(name: str) -> bytes:
    """Return the bytes of a picture; raises FileNotFoundError where there is none of that name."""
    with storages[STORAGE].open(name) as file:
        return bytes(file.read())


def media_type_of(name: str) -> str:
    """Return what the picture of that name is: names are given by what was looked at when it was kept."""
    return _MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def _format_of(data: bytes) -> str:
    """Return what it is, by a look at all of it."""
    if len(data) > MOST_BYTES:
        raise PictureError(f"The picture has {len(data):,} bytes ({MOST_BYTES:,} at most).")
    try:
        with Image.open(io.BytesIO(data), formats=list(_ENDINGS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureError(f"The picture has {image.width} x {image.height} pixels: too many.")
            image.load()
            return str(image.format)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError("What came back is no picture that can be read.") from error
