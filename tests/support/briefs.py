"""Briefs of funnels to test with, and what earlier tasks would have written for them."""

import copy
from typing import Any

from hypothesis import strategies as st

from generation.blueprints.base import WrittenSection, WrittenTask
from tests.support.funnels import sample

NAMED, UNNAMED = "calm-inbox", "first-5k"  # with chapter titles, and without


def brief(name: str = NAMED) -> dict[str, Any]:
    return copy.deepcopy(sample(name)["brief"])


def changed(path: str, value: Any, *, name: str = NAMED) -> dict[str, Any]:
    """Return a good brief with one thing changed in it."""
    whole = brief(name)
    *way, last = path.split(".")
    place = whole
    for step in way:
        place = place[step]
    place[last] = value
    return whole


def written_cover(product: str, text: str) -> WrittenTask:
    """Return the output of a product's part 1 whose cover reads `text`."""
    cover = WrittenSection(key="cover", kind="prose", title="Cover", body=text)
    return WrittenTask(key=f"{product}_part_1", title="Part 1", product=product, sections=(cover,))


def written_chapters(product: str, *titles: str) -> WrittenTask:
    """Return the output of a task of the product that holds chapters of these titles."""
    chapters = tuple(
        WrittenSection(key=f"chapter_{number}", kind="prose", title=title, body="A text.")
        for number, title in enumerate(titles, start=1)
    )
    return WrittenTask(key=f"{product}_full", title="Chapters", product=product, sections=chapters)


_words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäéñçßœ'&-#*_!?., 0123456789"), max_size=30).map(
    lambda tail: ("n" + tail).strip()
)
_prices = st.decimals(min_value=1, max_value=9999, places=2).map(str)
_slugs = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=30)
_urls = st.builds("https://shop{}.example/{}".format, st.integers(0, 99), _slugs)
_formats = st.sampled_from(
    ["checklist", "planner", "templates", "Workbook", "ebook", "guide", "audio course"]
)


@st.composite
def good_briefs(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a brief in which nothing is missing or wrong."""
    chapters = {
        "lead_magnet": (4, 8),
        "front_end": (4, 10),
        "bump": (1, 8),
        "upsell_1": (2, 16),
        "upsell_2": (2, 16),
    }
    names = draw(st.lists(_words, min_size=6, max_size=6, unique_by=str.casefold))
    products: dict[str, Any] = {}
    for (key, (fewest, most)), name in zip(chapters.items(), names, strict=False):
        titles = st.lists(
            _words, min_size=fewest, max_size=most, unique_by=lambda word: " ".join(word.split()).casefold()
        )
        products[key] = {
            "name": f"{name} {key}",
            "format": draw(_formats),
            "price": draw(st.just("0.00") | _prices),
            "url": draw(_urls),
        } | draw(st.just({}) | st.builds(dict, chapters=titles))
    return {
        "topic": draw(_words),
        "audience": draw(_words),
        "pain_points": draw(st.lists(_words, min_size=1, max_size=10)),
        "promise": draw(_words),
        "author": draw(_words),
        "currency": draw(st.sampled_from(["USD", "EUR", "GBP", "CHF"])),
        "products": products,
        "bundle": {"name": names[5], "price": "0.50" if any_price(products) else "0.00", "url": draw(_urls)},
    }


def any_price(products: dict[str, Any]) -> bool:
    return any(product["price"] != "0.00" for product in products.values())
