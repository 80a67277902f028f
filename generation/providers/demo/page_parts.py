"""The parts of a page that are made of what is known: tables, and sentences that name their source."""

from collections.abc import Iterator, Sequence

from generation.providers.demo.material import bank
from generation.providers.demo.page import STEPS, Page
from generation.providers.demo.page_facts import Product
from generation.providers.demo.phrasing import listed, lowered

_MOST_NAMED = 3
_MOST_ROWS = 5
_MOST_COLUMNS = 3
_COMMON = "pages/common"


def known_of_products(page: Page) -> str:
    """Return which products the catalogue lists, else how many there are; "" where nobody says."""
    if names := page.facts.names:
        many = "1 product" if len(names) == 1 else f"{len(names)} products"
        return _say(page, "products", many=many, listed=listed(names[:_MOST_NAMED]))
    return _say(page, "skus") if page.sku_count > 1 else ""


def known_of_others(page: Page) -> str:
    """Return a sentence on the page's other keywords; "" where it has none."""
    return _say(page, "also") if len(page.keywords) > 1 else ""


def what_people_ask(page: Page) -> str:
    """Return what the search data says, as a question where it names one."""
    if asked := page.facts.asked:
        return _say(page, "asked", asked=asked)
    return quoted(page, "search data")


def quoted(page: Page, *sources: str) -> str:
    """Return what the first of these sources says that says anything, with its name."""
    for source in sources:
        if said := page.facts.said(source):
            return _say(page, "said", source=source, said=lowered(said))
    return ""


def handed_over(page: Page) -> Sequence[str]:
    """Return what the catalogue says one gets, else what the steps hold."""
    told = [", ".join(list(product.values())[:2]) for product in page.facts.products]
    return (told or [page.tell(lines) for lines in page.part("offer_items")])[:STEPS]


def comparison_table(page: Page) -> str:
    """Return the products of the catalogue side by side, else kinds of use and what suits each."""
    if len(page.facts.products) > 1:
        return _products_table(page.facts.products[:_MOST_ROWS])
    rows = [page.tell(line).split(" | ") for line in page.part("rows")[:_MOST_ROWS]]
    return _table(["If you", "Look for", "Leave out"], rows)


def details_table(page: Page) -> str:
    """Return what is known of the product, a line each: what the catalogue says, and what the brief does."""
    said = dict(page.facts.products[0]) if page.facts.products else {}
    values = page.voice.values
    known = {
        **{_capital(name): cell for name, cell in said.items()},
        "Made for": _capital(values["people"]),
        "Offered by": values["author"],
        "Where": values["host"],
    }
    return _table(["What", "Detail"], list(known.items()))


def _products_table(products: Sequence[Product]) -> str:
    columns = list(dict.fromkeys(name for product in products for name in product))[:_MOST_COLUMNS]
    rows = [[product.get(name, "") for name in columns] for product in products]
    return _table([_capital(name) for name in columns], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(_lines([head, ["---"] * len(head), *rows]))


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _say(page: Page, part: str, **values: str) -> str:
    voice = page.voice.knowing(**values)
    return voice.draw(bank(_COMMON)[part], 0)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
