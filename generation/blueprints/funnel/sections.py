"""What each task must yield: its sections, with their limits and the words that must stand in them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec

from generation.blueprints.base import Mark, SectionPlan, SectionSpec, WrittenTask, word_limits
from generation.blueprints.funnel.brief import Brief, read_brief
from generation.blueprints.funnel.chapters import count_chapters, name_chapters
from generation.blueprints.funnel.offers import ShownOffer, show_offers, show_saving
from generation.blueprints.funnel.products import BUNDLE, PRODUCTS, ProductKind

P = ParamSpec("P")

# A new kind of piece gets its row here: what the answer holds for it, and how long it should be.
PIECES: dict[str, tuple[str, tuple[int, int]]] = {
    "cover": ("prose", (30, 120)),
    "chapter": ("prose", (0, 0)),  # the product's own range
    "bridge": ("prose", (100, 220)),
    "cta": ("prose", (40, 140)),
    "tldr": ("tldr", (40, 90)),
    "listing": ("listing", (120, 350)),
    "email": ("email", (90, 250)),
    "bundle": ("bundle", (150, 400)),
}
MARKS_OF_FORMAT: dict[str, tuple[Mark, ...]] = {
    "checklist": ("checkbox",),
    "planner": ("table",),
    "templates": ("quote",),
    "workbook": ("blank",),
}
LISTING_LIMITS: dict[str, Any] = {"tags": 13, "max_tag_chars": 20, "max_title_chars": 140}


@dataclass(frozen=True, kw_only=True)
class Material:
    """What the sections of a task are planned from."""

    brief: Brief
    offers: Mapping[str, ShownOffer]
    earlier: Sequence[WrittenTask]
    language: str


def plan(
    sections: Callable[Concatenate[Material, P], Iterator[SectionSpec]], *args: P.args, **kwargs: P.kwargs
) -> SectionPlan:
    """Return `sections`, with these arguments bound, as a task's plan."""

    def planned(
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        earlier: Sequence[WrittenTask],
        *,
        language: str,
    ) -> tuple[SectionSpec, ...]:
        read = read_brief(brief)
        offers = show_offers(read, language=language)
        material = Material(brief=read, offers=offers, earlier=earlier, language=language)
        return tuple(sections(material, *args, **kwargs))

    return planned


def first_part(material: Material, kind: ProductKind) -> Iterator[SectionSpec]:
    """The cover and the chapters that open the product."""
    titles = name_chapters(material.brief, kind, ())
    yield _cover(material, kind)
    yield from _chapters(material, kind, titles, range(kind.split(len(titles))))


def second_part(material: Material, kind: ProductKind) -> Iterator[SectionSpec]:
    """The other chapters, the bridge to the next product, and the call to action."""
    titles = name_chapters(material.brief, kind, material.earlier)
    yield from _chapters(material, kind, titles, range(kind.split(len(titles)), len(titles)))
    yield _bridge(material, kind)
    yield _call_to_action(material, kind)


def whole_product(material: Material, kind: ProductKind) -> Iterator[SectionSpec]:
    """All of a short product, in one go; it leads on by its call to action alone."""
    titles = name_chapters(material.brief, kind, ())
    yield _cover(material, kind)
    yield from _chapters(material, kind, titles, range(len(titles)))
    yield _call_to_action(material, kind)


def summaries(material: Material) -> Iterator[SectionSpec]:
    """A summary of each product."""
    for kind in PRODUCTS:
        name = material.offers[kind.key].name
        yield _section(f"tldr_{kind.key}", "tldr", name, include=(name,))


def listings(material: Material, *kinds: ProductKind) -> Iterator[SectionSpec]:
    """A marketplace listing for each of these products; no address, because marketplaces forbid links."""
    for kind in kinds:
        name = material.offers[kind.key].name
        yield _section(f"listing_{kind.key}", "listing", name, include=(name,), **LISTING_LIMITS)


def emails(material: Material, *kinds: ProductKind) -> Iterator[SectionSpec]:
    """Three e-mails to the readers of each of these products: two about it, one that leads on."""
    for kind in kinds:
        own, following = material.offers[kind.key], material.offers[kind.leads_to]
        includes = ((own.name, own.url), (own.url,), (following.name, following.price, following.url))
        for number, include in enumerate(includes, start=1):
            title = f"{kind.label}, email {number}"
            yield _section(f"{kind.key}_email_{number}", "email", title, include=include)


def bundle_listing(material: Material) -> Iterator[SectionSpec]:
    """The listing of the bundle, with every product's own price and the saving."""
    bundle = material.offers[BUNDLE]
    products = [material.offers[kind.key] for kind in PRODUCTS]
    saving = show_saving(material.brief, language=material.language).saving
    include = (
        bundle.name,
        *(product.name for product in products),
        *(product.price for product in products),
        saving,
        bundle.price,
        bundle.url,
    )
    yield _section("bundle", "bundle", bundle.name, include=include, **LISTING_LIMITS)


def _cover(material: Material, kind: ProductKind) -> SectionSpec:
    product = material.brief.products[kind.key]
    unnamed = None if product.chapters else count_chapters(material.brief, kind)
    return _section("cover", "cover", "Cover", include=(product.name,), chapters=unnamed)


def _chapters(
    material: Material, kind: ProductKind, titles: Sequence[str], indexes: range
) -> Iterator[SectionSpec]:
    marks = MARKS_OF_FORMAT.get(material.brief.products[kind.key].format.casefold(), ())
    for index in indexes:
        key = f"chapter_{index + 1}"
        yield _section(key, "chapter", titles[index], words=kind.chapter_words, marks=marks)


def _bridge(material: Material, kind: ProductKind) -> SectionSpec:
    following = material.offers[kind.leads_to]
    include = (following.name, following.price, following.url)
    return _section("bridge", "bridge", "Bridge", include=include)


def _call_to_action(material: Material, kind: ProductKind) -> SectionSpec:
    following = material.offers[kind.leads_to]
    include = (following.name, following.url)
    return _section("call_to_action", "cta", "Call to action", include=include, button=True)


def _section(
    key: str,
    role: str,
    title: str,
    *,
    include: Sequence[str] = (),
    words: tuple[int, int] | None = None,
    **limits: Any,
) -> SectionSpec:
    kind, usual_words = PIECES[role]
    aimed_at = words or usual_words
    min_words, max_words = word_limits(aimed_at)
    return SectionSpec(
        key=key,
        kind=kind,
        title=title,
        role=role,
        words=aimed_at,
        min_words=min_words,
        max_words=max_words,
        include=tuple(dict.fromkeys(text for text in include if text)),
        **limits,
    )
