"""What holds for every page in every state: accessible in both themes, and no wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browser import PHONE
from tests.support.pages import pages_by_scene
from tests.support.scenes import SCENES

PAGES = pages_by_scene()
DESK = {"viewport": {"width": 1280, "height": 900}}

_SIDEWAYS = "document.scrollingElement.scrollWidth - window.innerWidth"
_WIDEST = """[...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > window.innerWidth + 0.5)
    .slice(0, 3).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scene", PAGES)
@pytest.mark.parametrize(
    ("theme", "screen"), [("light", DESK), ("dark", PHONE)], ids=["light desk", "dark phone"]
)
def test_no_page_breaks_a_rule_of_accessibility(scene, theme, screen, visitor):
    shown = SCENES[scene]()
    watched = visitor(shown.user, color_scheme=theme, reduced_motion="reduce", **screen)
    axe, found = Axe(), []
    for page in PAGES[scene]:
        tab = watched.open(page.path(shown))
        found += [f"{page}: {violation}" for violation in violations(axe, tab)]
        if screen is PHONE and tab.evaluate(_SIDEWAYS) > 0:
            found.append(f"{page}: scrolls sideways, because of {tab.evaluate(_WIDEST)}")
        tab.close()

    assert not found, "\n\n".join(found)


def violations(axe: Axe, page: Page) -> list[str]:
    """Return what axe-core objects to: the rule, and where."""
    return [
        f"{rule['id']}, {rule['help']}: " + "; ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in axe.run(page).response["violations"]
    ]
