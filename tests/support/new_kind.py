"""The kind of docs/how-to/add-a-blueprint.md, put where that page says: its folder, and its one line."""

import re
from pathlib import Path

from tests.support.documents import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-blueprint.md"
LIST = "generation/blueprints/__init__.py"


def files_of_page() -> dict[str, str]:
    """Return the files the page shows, by their path."""
    shown = re.findall(r"`(generation/[\w/.]+)`:\n\n```(?!diff)\w+\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return dict(shown)


def lines_of_page() -> list[str]:
    """Return the lines of the diff the page shows."""
    (diff,) = re.findall(r"```diff\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return str(diff).splitlines()


def with_the_line(text: str) -> str:
    """Return the list of the kinds as it is after the diff; raises ValueError where that does not fit it."""
    lines = lines_of_page()
    before = "\n".join(line[1:] for line in lines if line[0] != "+")
    after = "\n".join(line[1:] for line in lines if line[0] != "-")
    if text.count(before) != 1:
        raise ValueError(f"{LIST} does not hold what the page says:\n{before}")
    return text.replace(before, after)


def copy_with_the_kind(folder: Path) -> Path:
    """Make a copy of the package below `folder`, with the kind in it; what stays as it is is linked to."""
    _link_all(ROOT / "generation", folder / "generation", but="blueprints")
    _link_all(ROOT / "generation" / "blueprints", folder / "generation" / "blueprints", but="__init__.py")
    for path, text in files_of_page().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / LIST).write_text(with_the_line((ROOT / LIST).read_text()))
    return folder


def _link_all(there: Path, here: Path, *, but: str) -> None:
    here.mkdir(parents=True)
    for each in there.iterdir():
        if each.name not in (but, "__pycache__"):
            (here / each.name).symlink_to(each)
