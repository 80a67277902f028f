"""Where a page's facts come from: what its owner gives of products, competitors and searches, and a page."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import Source, SourceError
from generation.sources import Catalogue, Given, WebPage
from generation.sources.catalogue import catalogue_rows

_DATA = "product_data"


def product_facts(inputs: Mapping[str, Any]) -> str:
    """Return what is known of the products: a line for each of a catalogue, and any other text as it is."""
    given = Given(_DATA)(inputs)
    return Catalogue(_DATA)(inputs) if _is_catalogue(given) else given


def _is_catalogue(text: str) -> bool:
    """Whether each line has a cell for each name in the first, and it is neither prose nor JSON."""
    try:
        header, *products = catalogue_rows(text) or [[]]
    except SourceError:
        return False
    columns = len(set(filter(None, header)))
    if (
        columns < max(2, len(header))
        or not products
        or text.startswith(("{", "["))
        or header[-1].endswith(".")
    ):
        return False
    return all(len(cells) >= columns and not any(cells[columns:]) for cells in products)


SOURCES = (
    Source(name="product data", gather=product_facts),
    Source(name="competitor data", gather=Given("competitor_data")),
    Source(name="competitor page", gather=WebPage("competitor_url")),
    Source(name="search data", gather=Given("seo_data")),
)
