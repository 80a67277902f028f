"""Progress in a terminal: a bar that moves, or one line a fact where the output goes to a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column

from generation.management.progress import Standing


class Display(Protocol):
    def show(self, standing: Standing) -> None: ...


@contextmanager
def open_display(console: Console) -> Iterator[Display]:
    """Give a display that suits the console; its bar is put away at the end."""
    if not console.is_terminal:
        yield Lines(console)
        return
    one_line = Column(no_wrap=True, overflow="ellipsis")
    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=28),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False, table_column=one_line),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress)


class Bar:
    """The news above, one bar below them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bar = progress.add_task("", total=1)

    def show(self, standing: Standing) -> None:
        for news in standing.news:
            self._progress.console.print(news.text, markup=False, highlight=False)
        wait = "" if standing.seconds_left is None else f" in {standing.seconds_left} s"
        self._progress.update(
            self._bar,
            completed=standing.completed,
            total=standing.total or 1,
            description=f"{standing.current}{wait}",
        )


class Lines:
    """One line a fact, so that a log reads well: no countdown, and nothing twice in a row."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._current = ""

    def show(self, standing: Standing) -> None:
        for news in standing.news:
            self._say(news.text, news.completed, standing.total)
        if standing.current not in ("", self._current) and standing.seconds_left is None:
            self._say(standing.current, standing.completed, standing.total)
        self._current = standing.current

    def _say(self, text: str, completed: int, total: int) -> None:
        line = f"{completed:>2} of {total}  {text}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)
