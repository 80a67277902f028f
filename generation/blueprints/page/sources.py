"""Where a page's facts come from: what its owner gives of products, competitors and searches, and a page."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import Source
from generation.sources import Catalogue, Given, WebPage

_DATA = "product_data"


def product_facts(inputs: Mapping[str, Any]) -> str:
    """Return what is known of the products: a line for each of a catalogue, and any other text as it is."""
    read = Catalogue(_DATA) if _is_catalogue(Given(_DATA)(inputs)) else Given(_DATA)
    return read(inputs)


def _is_catalogue(text: str) -> bool:
    """Whether this is a table of lines with separated cells, and neither prose with commas nor Markdown."""
    header, *products = [line for line in text.splitlines() if line.strip()] or [""]
    separator = max(",;\t", key=header.count)
    columns = header.count(separator)
    if not columns or not products or header.lstrip()[:1] in "{[|" or header.rstrip().endswith("."):
        return False
    return all(line.count(separator) >= columns for line in products)


SOURCES = (
    Source(name="product data", gather=product_facts),
    Source(name="competitor data", gather=Given("competitor_data")),
    Source(name="competitor page", gather=WebPage("competitor_url")),
    Source(name="search data", gather=Given("seo_data")),
)
