"""The types of pages, and the components each is put together from. A new type is an entry and a prompt."""

from collections.abc import Mapping
from dataclasses import dataclass

from generation.blueprints.base import Mark


@dataclass(frozen=True, kw_only=True)
class Component:
    """A section of a page, with its range of words. One with `questions` is a list of that many.

    `role` is what advice applies to it: "opening" where the headline is the page's own, "answers" where each
    answer has to stand alone.
    """

    key: str
    kind: str
    title: str
    words: tuple[int, int]
    marks: tuple[Mark, ...] = ()
    questions: int | None = None
    button: bool = False
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class PageType:
    """`schema_type` is what schema.org calls such a page, or what it is about."""

    key: str
    title: str
    schema_type: str
    components: tuple[Component, ...]


_META = Component(key="meta", kind="meta", title="Title and description", words=(0, 0))


def _opening(*, button: bool = False) -> Component:
    """Return what every page begins with: its one main heading, and the first words under it."""
    return Component(
        key="intro", kind="hero", title="Introduction", words=(80, 140), button=button, role="opening"
    )


def _questions(many: int, words: tuple[int, int]) -> Component:
    return Component(
        key="faq", kind="faq", title="Questions and answers", words=words, questions=many, role="answers"
    )


CATEGORY = PageType(
    key="category",
    title="Category page",
    schema_type="CollectionPage",
    components=(
        _META,
        _opening(),
        Component(key="buying_guide", kind="block", title="Buying guide", words=(220, 380)),
        Component(key="comparison", kind="block", title="Comparison", words=(110, 220), marks=("table",)),
        _questions(4, (190, 340)),
    ),
)
PRODUCT = PageType(
    key="product",
    title="Product page",
    schema_type="Product",
    components=(
        _META,
        _opening(button=True),
        Component(key="benefits", kind="block", title="What it does", words=(150, 270)),
        Component(key="details", kind="block", title="Details", words=(100, 190), marks=("table",)),
        Component(key="fit", kind="block", title="Whom it suits", words=(100, 190)),
        _questions(4, (170, 300)),
    ),
)
LANDING = PageType(
    key="landing",
    title="Landing page",
    schema_type="WebPage",
    components=(
        _META,
        _opening(button=True),
        Component(key="problem", kind="block", title="The problem", words=(90, 170)),
        Component(key="how_it_works", kind="block", title="How it works", words=(140, 250)),
        Component(key="offer", kind="block", title="What you get", words=(90, 170)),
        _questions(4, (160, 280)),
        Component(key="next_step", kind="block", title="Next step", words=(40, 80), button=True),
    ),
)
BLOG = PageType(
    key="blog",
    title="Blog post",
    schema_type="BlogPosting",
    components=(
        _META,
        _opening(),
        Component(key="answer", kind="block", title="The short answer", words=(60, 120)),
        Component(key="walkthrough", kind="block", title="Step by step", words=(230, 410)),
        Component(key="mistakes", kind="block", title="Common mistakes", words=(100, 190)),
        _questions(3, (130, 230)),
    ),
)

PAGE_TYPES: Mapping[str, PageType] = {kind.key: kind for kind in (CATEGORY, PRODUCT, LANDING, BLOG)}
