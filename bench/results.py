"""What was measured: rows, tables of them, on the terminal and as JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured value; `goal` is the value it should not pass (`at_least` turns that round)."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """Whether the goal was met; None where there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


@dataclass(frozen=True, kw_only=True)
class Table:
    """What one benchmark found; `note` says how to read it."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""


def show(table: Table, console: Console) -> None:
    shown = RichTable(title=table.title, caption=table.note, title_justify="left", caption_justify="left")
    shown.add_column("")
    shown.add_column("measured", justify="right")
    shown.add_column("goal", justify="right")
    shown.add_column("")
    for row in table.rows:
        met = {None: "", True: "met", False: "missed"}[row.is_met]
        shown.add_row(row.what, f"{row.value:,.4g} {row.unit}", _goal(row), met)
    console.print(shown)
    console.print()


def save(tables: list[Table], *, folder: Path) -> Path:
    """Write everything measured to a new file in `folder`, and return it."""
    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(
        json.dumps(
            {
                "at": now.isoformat(),
                "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
                "tables": [
                    asdict(table) | {"rows": [asdict(row) | {"is_met": row.is_met} for row in table.rows]}
                    for table in tables
                ],
            },
            indent=2,
        )
    )
    return path


def _goal(row: Row) -> str:
    if row.goal is None:
        return ""
    return f"{'at least' if row.at_least else 'at most'} {row.goal:,g} {row.unit}"
