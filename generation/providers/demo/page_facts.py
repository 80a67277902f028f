"""What the sources behind a prompt say, as the demo writer can use it: products, and sentences to quote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generation.providers.demo.phrasing import clipped

_FACTS = re.compile(r'<facts source="([^"]+)">\s*(.*?)\s*</facts>', re.S)
_MARKS = re.compile(r"[\[\]{}<>|=#*_`\\\"“”]+")
_PRODUCT = re.compile(r"^- (.+:.+)$", re.M)
_QUESTION = re.compile(r"^[\s\-*\d.)]*([^\n.?!]{12,120}\?)", re.M)
_NOTHING = re.compile(r"^0[.,]00$")
_NAMES = ("name", "title", "product")
_LONGEST_CELL = 8  # words

PRODUCTS, SEARCHES = "product data", "search data"
COMPETITORS = ("competitor data", "competitor page")

Product = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The text of each source, by its name."""

    told: Mapping[str, str]

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The products of a catalogue, each by the names of its columns; none where the text is no list."""
        lines = _PRODUCT.findall(self.told.get(PRODUCTS, ""))
        return tuple(_product(line) for line in lines)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the products are called, by the column that says so, or the first one."""
        return tuple(_name_of(product) for product in self.products if product)

    def said(self, source: str) -> str:
        """Return the first sentence of a source as a quotation, "" where it says none."""
        if source == PRODUCTS and self.products:
            return ""
        text = _MARKS.sub(" ", self.told.get(source, ""))
        lines = (clipped(line.split(". ")[0], words=22) for line in text.splitlines())
        return next((line for line in lines if len(line.split()) >= 4 and not line.endswith("?")), "")

    @property
    def asked(self) -> str:
        """The first question that people ask, by the search data; "" where it names none."""
        found = _QUESTION.search(_MARKS.sub(" ", self.told.get(SEARCHES, "")))
        return " ".join(found[1].split()) if found else ""


def read_facts(task: str) -> Facts:
    """Return what the sources in the text of a task say."""
    return Facts(told={name: text.replace("<\\/", "</") for name, text in _FACTS.findall(task)})


def _product(line: str) -> Product:
    pairs = (part.partition(":") for part in line.split(";"))
    cells = {name.strip(): clipped(_MARKS.sub(" ", cell), words=_LONGEST_CELL) for name, _, cell in pairs}
    return {name: _NOTHING.sub("free", cell) for name, cell in cells.items() if name and cell}


def _name_of(product: Product) -> str:
    named = next((name for name in product if name.casefold() in _NAMES), next(iter(product)))
    return product[named]
