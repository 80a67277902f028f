"""Pictures of every page, in every state, light and dark, on a desk and on a phone: `make screenshots`.

Left in screenshots/, which git ignores. Not collected with the tests: its name is no test's.
"""

import os
from pathlib import Path

import pytest

from tests.support.browser import PHONE
from tests.support.pages import pages_by_scene
from tests.support.scenes import SCENES

PAGES = pages_by_scene()
FOLDER = Path(os.environ.get("SCREENSHOTS", Path(__file__).resolve().parents[2] / "screenshots"))
SCREENS = {"1280": {"viewport": {"width": 1280, "height": 900}}, "390": PHONE}
THEMES = ("light", "dark")


@pytest.mark.parametrize("name", PAGES)
def test_pictures(name, visitor):
    scene = SCENES[name]()
    for width, screen in SCREENS.items():
        watched = visitor(scene.user, reduced_motion="reduce", **screen)
        watched.expect_trouble("status of 404")
        for shown in PAGES[name]:
            tab = watched.open(shown.path(scene))
            for theme in THEMES:
                tab.emulate_media(color_scheme=theme)
                tab.screenshot(
                    path=FOLDER / f"{shown.slug}-{name}-{theme}-{width}.png",
                    full_page=True,
                    animations="disabled",
                )
            tab.close()
