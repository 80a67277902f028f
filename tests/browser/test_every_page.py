"""Every page: in the list that checks and pictures go by, and readable without scripts where a text is."""

import re

import pytest
from playwright.sync_api import expect

from generation.web import urls
from tests.support.pages import PAGES, pages_by_scene
from tests.support.scenes import SCENES

A_FEW_WORDS = re.compile(r"(\w+\W+){10}")

SHOW_NO_PAGE = {
    *("home", "funnel", "sign_out", "theme", "service_worker", "frame_pieces"),
    *("tell_endings", "notify_me", "dismiss_run"),
    "kind_read",
    *("create_token", "revoke_token", "send_link"),
    *("create_webhook", "test_webhook", "switch_webhook", "delete_webhook", "webhook_told", "tell_again"),
    *("rename_funnel", "duplicate_funnel", "save_template", "delete_funnel", "delete_template"),
    *("generate", "cancel_job", "resume_job", "reset_job", "retry_task"),
    *("high_job", "normal_job", "low_job"),
    *("batch_template", "cancel_batch", "resume_batch"),
    *(
        "prioritise_job",
        "resume_failed_job",
        "resume_failures",
        "try_incident",
        "reset_settings",
        "settings_meaning",
    ),
    *("rate_job", "preview_section", "restore_revision", "lock_section", "export_download"),
    "section_picture",  # a picture
}
"""Addresses that do something and lead on, or serve a script."""


def test_every_address_is_in_the_list_of_pages_or_known_to_show_none():
    groups = [getattr(pattern, "url_patterns", [pattern]) for pattern in urls.urlpatterns]
    names = {pattern.name for group in groups for pattern in group}

    assert names - {page.address for page in PAGES} == SHOW_NO_PAGE


@pytest.mark.parametrize("name", ["finished", "failed"])
def test_what_is_written_can_be_read_without_scripts(name, visitor):
    scene = SCENES[name]()
    watched = visitor(scene.user, java_script_enabled=False)
    tab = watched.context.new_page()
    for shown in pages_by_scene()[name]:
        tab.goto(shown.path(scene))
        expect(tab.locator("main h1")).to_be_visible()
        expect(tab.locator("main")).to_have_text(A_FEW_WORDS)
