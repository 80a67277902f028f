"""The kinds of text a brief is made of: tidied where that is harmless, refused where it is not."""

import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from babel.numbers import is_currency
from pydantic import AfterValidator, StringConstraints
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from generation.blueprints.prices import LONGEST_PRICE, read_price
from generation.texts import is_blank, wrong_with_name, wrong_with_text

# A name is repeated to the letter, in Markdown and in tables, by a writer who may leave no placeholder.
_UNFIT_FOR_NAMES = re.compile(r"[<>\[\]{}|`\\]|^#+\s|section[_ ]break|^[\W_]*$", re.IGNORECASE)
_HOST = re.compile(r"([\w-]+\.)+[^\W\d_]{2,}(:\d+)?", re.IGNORECASE)
_UNFIT_FOR_URLS = re.compile(r"[\s<>\[\]{}|`\\^\"]|section_break", re.IGNORECASE)


def _text(value: str) -> str:
    """Return the text composed and trimmed. Raises a sentence over characters nobody can have meant."""
    text = unicodedata.normalize("NFC", value)
    if wrong := wrong_with_text(text):
        raise ValueError(wrong)
    if is_blank(text):
        raise PydanticCustomError("blank", "nothing that can be seen")
    return text.strip()


def _line(value: str) -> str:
    return " ".join(_text(value).split())


def _name(value: str) -> str:
    name = _line(value)
    if wrong := wrong_with_name(name):
        raise ValueError(wrong)
    if _UNFIT_FOR_NAMES.search(name):
        raise ValueError(
            "Write it in words, without brackets, bars, backquotes or backslashes, and without our separator."
        )
    return name


def _url(value: str) -> str:
    """Return the address; one that begins with its host, as people say them, is taken to be https."""
    url = _line(value)
    if _HOST.fullmatch(re.split(r"[/?#]", url)[0]):
        url = f"https://{url}"
    if _UNFIT_FOR_URLS.search(url) or not _is_web_address(url):
        raise PydanticCustomError("url", "not a web address")
    return url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        return False


def _price(value: str) -> str:
    written = read_price(value)
    if written is None:
        raise PydanticCustomError("price", "not a price")
    return written.amount


def _currency(value: str) -> str:
    if not is_currency(value):
        raise PydanticCustomError("currency", "unknown")
    return value


def _sized(longest: int) -> StringConstraints:
    """Return the limits that are looked at before anything reads the text, however long it is."""
    return StringConstraints(strict=True, min_length=1, max_length=longest)


Line = Annotated[str, _sized(300), AfterValidator(_line)]
Text = Annotated[str, _sized(1000), AfterValidator(_text)]
LongText = Annotated[str, _sized(60_000), AfterValidator(_text)]
Name = Annotated[str, _sized(80), AfterValidator(_name)]
Title = Annotated[str, _sized(120), AfterValidator(_name)]
Word = Annotated[str, _sized(40), AfterValidator(_name)]
Url = Annotated[str, _sized(300), AfterValidator(_url)]
Price = Annotated[str, _sized(LONGEST_PRICE), AfterValidator(_price)]
Currency = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{3}$"), AfterValidator(_currency)]

LONG: JsonDict = {"x-long": True, "x-files": True}
"""What the schema of a LongText says to forms: it has many lines, and a file may be read into it."""
