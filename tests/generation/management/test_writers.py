"""What the doctor says of those who write, plan and draw."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from generation.management.findings import Finding
from generation.management.writers import of_cast
from settings_app.schema import Values


def cast(named: dict[str, str], **environment: Any) -> dict[str, Finding]:
    return {found.part: found for found in of_cast(replace(settings.ENV, **environment), Values(named))}


def test_where_one_does_all_it_is_named_once() -> None:
    assert list(cast({})) == ["Writer"]


def test_who_plans_and_who_draws_is_named_where_it_is_another() -> None:
    named = {"strategist_provider": "gemini", "illustrator_provider": "openai"}

    found = cast(named, gemini_api_key="sk-test", openai_api_key="sk-test")

    assert list(found) == ["Writer", "Strategist", "Illustrator"]
    assert found["Strategist"].says.startswith("gemini, model gemini-")
    assert found["Illustrator"].says.startswith("openai, model gpt-image-")


def test_one_without_its_key_is_broken_and_it_is_said_who_would_do_instead() -> None:
    found = cast({"illustrator_provider": "openai"}, openai_api_key="")

    assert found["Illustrator"] == Finding(
        part="Illustrator",
        says="the setting illustrator_provider says openai, and there is no key",
        remedy="set OPENAI_API_KEY, or empty the setting to use the demo's own pictures",
    )
