"""What holds for every page in every state: accessible in each theme on each screen, no wider, and light."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from tests.support.axe import RULES_OF_COLOUR, objections
from tests.support.browser import Visitor
from tests.support.kind_scenes import OF_KINDS
from tests.support.pages import REFUSALS, pages_by_scene
from tests.support.scenes import SCENES
from tests.support.screens import SCREENS, Looker, Screen, Theme
from tests.support.weight import Scales

MOST_KILOBYTES = 120
"""What a slow mobile line (1.6 Mbit/s) brings in 0.6 s; the rest of one second is for the answer itself."""

_DESK, _PHONE = SCREENS
_LOOKS: tuple[tuple[Screen, Theme, tuple[str, ...]], ...] = (
    (_DESK, "light", ()),
    (_DESK, "dark", RULES_OF_COLOUR),
    (_PHONE, "dark", ()),
    (_PHONE, "light", RULES_OF_COLOUR),
)
"""Four looks at each page: by all rules once on each screen, and by those of colours in the other theme."""

_WIDTH = "document.scrollingElement.scrollWidth"
_WIDEST = """width => [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > width + 0.5)
    .slice(0, 3).map(element => element.outerHTML.slice(0, 120))"""


def look_over(scene: str, visitor: Callable[..., Visitor]) -> list[str]:
    """Return what is wrong with the pages of this scene, all of them shown in one tab."""
    shown = (SCENES | OF_KINDS)[scene]()
    watched = visitor(shown.user)
    watched.expect_trouble(*REFUSALS)
    tab = watched.context.new_page()
    looker, scales = Looker(tab), Scales(tab)
    found = []
    for page in pages_by_scene()[scene]:
        scales.clear()
        looker.look(*_LOOKS[0][:2])
        page.show(tab, shown)
        found += [f"{page}, {fault}" for fault in (*faults(looker), *_weigh(scales))]
    return found


def faults(looker: Looker) -> Iterator[str]:
    """Say what is wrong with the page that is shown, in either theme and on each screen."""
    for screen, theme, rules in _LOOKS:
        looker.look(screen, theme)
        for objection in objections(looker.page, rules=rules):
            yield f"{theme}, {screen.name}: {objection}"
        yield from _scrolls_sideways(looker.page, screen)


def _scrolls_sideways(page: Page, screen: Screen) -> Iterator[str]:
    if page.evaluate(_WIDTH) > screen.width:
        yield f"{screen.name}: scrolls sideways, because of {page.evaluate(_WIDEST, screen.width)}"


def _weigh(scales: Scales) -> Iterator[str]:
    if not 0 < scales.kilobytes <= MOST_KILOBYTES:
        yield f"a first visit costs {scales.kilobytes:.0f} kB: {scales.heaviest}"
