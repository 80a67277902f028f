from dataclasses import replace

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from generation.admin.navigation import navigation
from settings_app import store
from tests.support.admin import client_of, text_of
from tests.support.funnels import make_user


def links_for(user: object) -> set[str]:
    request = RequestFactory().get("/admin/")
    request.user = user  # type: ignore[assignment]  # what the session's middleware does
    return {item["link"] for group in navigation(request) for item in group["items"]}


def test_every_page_is_in_the_sidebar(admin_user: object) -> None:
    registered = {f"/admin/{model._meta.label_lower.replace('.', '/')}/" for model in admin.site._registry}

    assert links_for(admin_user) == registered


def test_a_page_is_headed_as_the_sidebar_names_it(admin_client: Client, admin_user: object) -> None:
    request = RequestFactory().get("/admin/")
    request.user = admin_user  # type: ignore[assignment]  # as above
    items = [item for group in navigation(request) for item in group["items"]]

    named = {model._meta.verbose_name_plural.lower() for model in admin.site._registry}

    assert {item["title"].lower() for item in items} - {"changes"} <= named


def test_a_link_one_may_not_follow_is_not_shown(db: None) -> None:
    assert links_for(make_user(is_staff=True)) == {
        "/admin/settings_app/appsetting/",
        "/admin/settings_app/settingchange/",
    }


def test_every_page_says_that_the_demo_writer_writes(admin_client: Client) -> None:
    assert "Demo writer" in text_of(admin_client.get("/admin/"))


@pytest.mark.parametrize(("key", "is_named"), [("sk-test", False), ("", True)])
def test_the_key_a_real_writer_lacks_is_named(db: None, settings, key: str, is_named: bool) -> None:
    store.save({"writer_provider": "anthropic"}, None)
    settings.ENV = replace(settings.ENV, anthropic_api_key=key)

    page = text_of(client_of(make_user(is_staff=True, is_superuser=True)).get("/admin/"))

    assert "Demo writer" not in page
    assert ("No ANTHROPIC_API_KEY" in page) is is_named
