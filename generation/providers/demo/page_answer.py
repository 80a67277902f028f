"""A web page's sections: each put together from the sentences for its type, with what its sources say."""

from collections.abc import Callable, Iterator, Mapping

from generation.providers.demo.asked import Asked, Wanted
from generation.providers.demo.contract import held_to
from generation.providers.demo.length import Passage, fitted
from generation.providers.demo.material import Paragraph
from generation.providers.demo.page import STEPS, Page
from generation.providers.demo.page_facts import COMPETITORS, PRODUCTS, read_facts
from generation.providers.demo.page_parts import (
    comparison_table,
    details_table,
    handed_over,
    known_of_others,
    known_of_products,
    quoted,
    what_people_ask,
)

_TITLE_CHARS, _DESCRIPTION_CHARS, _HEADLINE_CHARS, _SUBHEAD_CHARS = 60, 155, 120, 240
_BUTTONS = {"product": "See what is inside", "landing": "Begin with step one"}

Write = Callable[[Page], Iterator[Passage]]


def write_page(asked: Asked) -> Callable[[Wanted], str]:
    """Return what writes each of the sections."""
    page = Page(brief=asked.brief, inputs=asked.inputs, facts=read_facts(asked.task), note=asked.note)

    def write(wanted: Wanted) -> str:
        if wanted.kind == "meta":
            return _meta(page)
        body = fitted(_WRITERS.get(wanted.key, _intro)(page), fewest=wanted.fewest, most=wanted.most)
        if wanted.button:
            body += f"\n\nButton: {_BUTTONS.get(page.type, 'Take a look')}"
        return f"{_lines(page, wanted)}\n\n{held_to(wanted, body, page.voice.knowing(title=wanted.title))}"

    return write


def _meta(page: Page) -> str:
    keyword = page.voice.values["Keyword"]
    title = _fitting(page, "titles", _TITLE_CHARS, otherwise=keyword)
    short = _fitting(page, "short_descriptions", _DESCRIPTION_CHARS, otherwise=keyword)
    description = _fitting(page, "descriptions", _DESCRIPTION_CHARS, otherwise=short)
    return f"Title: {title}\nDescription: {description}"


def _lines(page: Page, wanted: Wanted) -> str:
    """Return the named lines that the section opens with."""
    if wanted.kind == "hero":
        headline = _fitting(page, "headlines", _HEADLINE_CHARS, otherwise=page.voice.values["Keyword"])
        subhead = _fitting(page, "subheads", _SUBHEAD_CHARS, otherwise=wanted.title)
        return f"Headline: {headline}\nSubhead: {subhead}"
    part = f"{wanted.key}_headlines"
    return f"Headline: {_fitting(page, part, _HEADLINE_CHARS, otherwise=wanted.title)}"


def _fitting(page: Page, part: str, longest: int, *, otherwise: str) -> str:
    """Return a line of that part which is short enough."""
    lines = map(page.tell, page.part(part))
    return next((line for line in lines if len(line) <= longest), otherwise[:longest])


def _intro(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "open", rank=0)
    if page.type == "category":
        yield Passage(text=known_of_products(page), rank=1)
    yield _drawn(page, "meant", rank=0)
    yield Passage(text=known_of_others(page), rank=3)
    yield _drawn(page, "meant", rank=4, number=1)
    yield _drawn(page, "meant", rank=5, number=2)


def _guide(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "guide_open", rank=0)
    yield Passage(text=what_people_ask(page), rank=1)
    for lines, rank in zip(page.part("criteria"), (0, 0, 0, 2, 3), strict=False):
        yield _headed(page, lines, rank=rank)
    yield _drawn(page, "guide_close", rank=0)


def _comparison(page: Page) -> Iterator[Passage]:
    what = "products" if len(page.facts.products) > 1 else "table"
    yield _drawn(page, f"{what}_open", rank=0)
    yield Passage(text=comparison_table(page), rank=0)
    yield Passage(text=quoted(page, *COMPETITORS), rank=1)
    yield _drawn(page, "table_more", rank=2)
    yield _drawn(page, f"{what}_close", rank=0)
    yield _drawn(page, "table_more", rank=3, number=1)
    yield _drawn(page, f"{what}_close", rank=4, number=1)


def _benefits(page: Page) -> Iterator[Passage]:
    yield Passage(text=what_people_ask(page), rank=1)
    for lines, rank in zip(page.part("benefits"), (0, 0, 0, 2, 3), strict=False):
        yield _headed(page, lines, rank=rank)


def _details(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "details_open", rank=0)
    yield Passage(text=details_table(page), rank=0)
    yield Passage(text=quoted(page, PRODUCTS), rank=1)
    yield _drawn(page, "details_close", rank=0)
    yield _drawn(page, "details_more", rank=2)
    yield _drawn(page, "details_close", rank=3, number=1)


def _fit(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "suits", rank=0)
    yield _drawn(page, "suits_not", rank=0)
    yield Passage(text=quoted(page, *COMPETITORS), rank=1)
    yield _drawn(page, "suits_more", rank=0)
    yield _drawn(page, "suits_more", rank=2, number=1)


def _problem(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "problem", rank=0)
    yield Passage(text=what_people_ask(page), rank=1)
    yield _drawn(page, "problem_more", rank=0)
    yield _drawn(page, "problem_more", rank=2, number=1)


def _works(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "works_open", rank=0)
    named = (page.tell(step).partition(" :: ") for step in page.in_turn("steps", STEPS))
    numbered = (f"{place}. **{name}.** {how}" for place, (name, _, how) in enumerate(named, start=1))
    yield Passage(text="\n".join(numbered), rank=0)
    yield Passage(text=quoted(page, *COMPETITORS), rank=1)
    yield _drawn(page, "works_more", rank=2)


def _offer(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "offer_open", rank=0)
    yield Passage(text="\n".join(f"- {item}" for item in handed_over(page)), rank=0)
    yield Passage(text=quoted(page, PRODUCTS), rank=1)
    yield _drawn(page, "offer_close", rank=0)
    yield _drawn(page, "offer_more", rank=2)
    yield _drawn(page, "offer_close", rank=3, number=1)


def _answer(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "answer", rank=0)
    yield Passage(text=what_people_ask(page), rank=1)
    yield _drawn(page, "answer_more", rank=2)
    yield _drawn(page, "answer_more", rank=3, number=1)


def _walkthrough(page: Page) -> Iterator[Passage]:
    yield _drawn(page, "walk_open", rank=0)
    for step in page.in_turn("steps", STEPS):
        yield _headed(page, step, rank=0)
    yield Passage(text=quoted(page, PRODUCTS), rank=1)
    yield _drawn(page, "walk_more", rank=2)
    yield _drawn(page, "walk_close", rank=0)
    yield _drawn(page, "walk_more", rank=3, number=1)


def _mistakes(page: Page) -> Iterator[Passage]:
    yield Passage(text=quoted(page, *COMPETITORS), rank=1)
    for lines, rank in zip(page.part("mistakes"), (0, 0, 0, 2), strict=False):
        yield Passage(text=page.tell(lines), rank=rank)


def _faq(page: Page) -> Iterator[Passage]:
    for lines, rank in zip(page.part("faq"), (0, 0, 0, 0, 1, 2, 3), strict=False):
        yield _headed(page, lines, rank=rank)


_WRITERS: Mapping[str, Write] = {
    "intro": _intro,
    "buying_guide": _guide,
    "comparison": _comparison,
    "benefits": _benefits,
    "details": _details,
    "fit": _fit,
    "problem": _problem,
    "how_it_works": _works,
    "offer": _offer,
    "next_step": lambda page: iter([_drawn(page, "next", rank=0)]),
    "answer": _answer,
    "walkthrough": _walkthrough,
    "mistakes": _mistakes,
    "faq": _faq,
}


def _drawn(page: Page, part: str, *, rank: int, number: int = 0) -> Passage:
    """Return the `number`-th paragraph of a part, in the page's own order."""
    return Passage(text=page.tell(page.part(part)[number]), rank=rank)


def _headed(page: Page, lines: Paragraph, *, rank: int) -> Passage:
    """Return a paragraph with its first line as a heading."""
    heading, *text = lines
    return Passage(text=f"### {page.voice.say(heading)}\n\n{page.tell(tuple(text))}", rank=rank)
