"""Pictures of every page, in every state, light and dark, on a desk and on a phone: `make screenshots`.

Left in screenshots/, which git ignores. Not collected with the tests: its name is no test's.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from tests.support import held_scenes, kind_scenes, pages, scenes
from tests.support.pages import REFUSALS, pages_by_scene
from tests.support.screens import SCREENS, THEMES, Looker

PAGES = pages_by_scene(pages.PAGES + pages.ONLY_PICTURES)
SCENES = scenes.SCENES | held_scenes.HELD | kind_scenes.OF_KINDS
FOLDER = Path(os.environ.get("SCREENSHOTS", Path(__file__).resolve().parents[2] / "screenshots"))


@pytest.mark.parametrize("name", PAGES)
def test_pictures(name, visitor):
    scene = SCENES[name]()
    watched = visitor(scene.user)
    watched.expect_trouble(*REFUSALS)
    tab = watched.context.new_page()
    looker = Looker(tab)
    for shown in PAGES[name]:
        shown.show(tab, scene)
        for screen, theme in product(SCREENS, THEMES):
            looker.look(screen, theme)
            picture = FOLDER / f"{shown.slug}-{name}-{theme}-{screen.name}.png"
            tab.screenshot(path=picture, full_page=True, animations="disabled")
