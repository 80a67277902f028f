"""What holds for every page in every state: accessible in both themes, and no wider than a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from generation.web import urls
from tests.support.browser import PHONE
from tests.support.pages import PAGES as ALL_PAGES
from tests.support.pages import pages_by_scene
from tests.support.scenes import SCENES

PAGES = pages_by_scene()
DESK = {"viewport": {"width": 1280, "height": 900}}

SHOW_NO_PAGE = {
    *("home", "funnel", "sign_out", "theme", "service_worker", "frame_pieces"),
    *("tell_ending", "notify_me", "dismiss_run"),
    *("choose_notifications", "create_token", "revoke_token"),
    *("rename_funnel", "duplicate_funnel", "save_template", "delete_funnel", "delete_template"),
    *("generate", "cancel_job", "resume_job", "reset_job", "retry_task", "regenerate_task"),
    *("export_files", "export_download"),
    *("prioritise_job", "cancel_queued_job", "reset_settings"),
    *("rate_job", "support", "preview_section", "restore_revision", "lock_section"),
}
"""Addresses that do something and lead on, or serve a script."""

A_FEW_WORDS = re.compile(r"(\w+\W+){10}")

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
    watched.expect_trouble("status of 404")  # the page that says that there is none
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


def test_every_address_is_in_the_list_of_pages_or_known_to_show_none():
    groups = [getattr(pattern, "url_patterns", [pattern]) for pattern in urls.urlpatterns]
    names = {pattern.name for group in groups for pattern in group}

    assert names - {page.address for page in ALL_PAGES} == SHOW_NO_PAGE


@pytest.mark.parametrize("name", ["finished", "failed"])
def test_what_is_written_can_be_read_without_scripts(name, visitor):
    scene = SCENES[name]()
    watched = visitor(scene.user, java_script_enabled=False)
    for shown in PAGES[name]:
        tab = watched.open(shown.path(scene))
        expect(tab.locator("main h1")).to_be_visible()
        expect(tab.locator("main")).to_have_text(A_FEW_WORDS)
        tab.close()
