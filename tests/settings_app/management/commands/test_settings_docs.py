from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_the_committed_page_is_current() -> None:
    call_command("settings_docs", check=True)


def test_the_page_is_written_and_then_current(tmp_path: Path) -> None:
    page = tmp_path / "settings.md"

    call_command("settings_docs", path=page)

    assert "retry_attempt_2_delay" in page.read_text()
    call_command("settings_docs", check=True, path=page)


@pytest.mark.parametrize("content", [None, "# Settings\n"])
def test_check_fails_for_a_stale_page_and_leaves_it_alone(tmp_path: Path, content: str | None) -> None:
    page = tmp_path / "settings.md"
    if content is not None:
        page.write_text(content)

    with pytest.raises(
        CommandError, match=r"settings\.md is stale\. Run: \.venv/bin/python manage\.py settings_docs"
    ):
        call_command("settings_docs", check=True, path=page)

    assert (page.read_text() if page.exists() else None) == content
