"""Documents as tests read them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_NAME = re.compile(r"`([^`]+)`")


def rows_below(document: str, heading: str) -> list[list[str]]:
    """Return the cells of the table below `heading`, without its head."""
    text = (ROOT / document).read_text()
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def names_in(cell: str) -> list[str]:
    """Return what stands in backticks."""
    return _NAME.findall(cell)
