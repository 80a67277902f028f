"""What the documents name exists: links, commands, targets of make."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
_TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
_COMMAND = re.compile(r"manage\.py ([a-z_]+)")


def _named(pattern: re.Pattern[str]) -> list[object]:
    return [
        pytest.param(document, name, id=f"{document.relative_to(ROOT)}: {name}")
        for document in DOCUMENTS
        for name in sorted(
            set(pattern.findall(_code_of(document) if pattern is _TARGET else document.read_text()))
        )
    ]


def _code_of(document: Path) -> str:
    """Return what stands in backticks: prose may `make` all sorts of things."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(), re.DOTALL))


@pytest.mark.parametrize(("document", "link"), _named(_LINK))
def test_a_linked_file_exists(document: Path, link: str) -> None:
    assert (document.parent / link).exists()


@pytest.mark.parametrize(("document", "target"), _named(_TARGET))
def test_a_named_target_of_make_exists(document: Path, target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(("document", "command"), _named(_COMMAND))
def test_a_named_command_exists(document: Path, command: str) -> None:
    assert command in get_commands()
