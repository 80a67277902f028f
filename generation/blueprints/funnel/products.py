"""The five products of a funnel: their chapters, how they are split in parts, and where each one leads."""

from dataclasses import dataclass

BUNDLE = "bundle"


@dataclass(frozen=True, kw_only=True)
class ProductKind:
    """One of the five. It has `fewest` to `most` chapters, `usual` of them where the brief names none.

    `opening` is how many chapters part 1 takes; None is the larger half. `leads_to` is what its reader is
    offered next: another product's key, or the bundle.
    """

    key: str
    label: str
    fewest: int
    most: int
    usual: int
    chapter_words: tuple[int, int]
    leads_to: str
    opening: int | None = None

    def split(self, chapters: int) -> int:
        """Return how many of that many chapters part 1 takes."""
        return self.opening or (chapters + 1) // 2


LEAD_MAGNET = ProductKind(
    key="lead_magnet",
    label="Lead magnet",
    fewest=4,
    most=8,
    usual=5,
    chapter_words=(250, 500),
    leads_to="front_end",
    opening=3,
)
FRONT_END = ProductKind(
    key="front_end",
    label="Front-end",
    fewest=4,
    most=10,
    usual=6,
    chapter_words=(500, 1000),
    leads_to="upsell_1",
    opening=3,
)
BUMP = ProductKind(
    key="bump",
    label="Bump",
    fewest=1,
    most=8,
    usual=3,
    chapter_words=(200, 500),
    leads_to="upsell_1",  # whoever has the bump has the front-end too, so this is the next thing for them
)
UPSELL_1 = ProductKind(
    key="upsell_1",
    label="Upsell 1",
    fewest=2,
    most=16,
    usual=8,
    chapter_words=(400, 900),
    leads_to="upsell_2",
)
UPSELL_2 = ProductKind(
    key="upsell_2",
    label="Upsell 2",
    fewest=2,
    most=16,
    usual=8,
    chapter_words=(400, 900),
    leads_to=BUNDLE,
)

PRODUCTS = (LEAD_MAGNET, FRONT_END, BUMP, UPSELL_1, UPSELL_2)
LEADS_TO = {kind.key: kind.leads_to for kind in PRODUCTS}
