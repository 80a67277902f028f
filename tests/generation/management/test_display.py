"""Progress as it is printed."""

import io

from rich.console import Console

from generation.management.display import open_display
from generation.management.progress import News, Standing


def _print(*standings: Standing, terminal: bool) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=100, legacy_windows=False, _environ={})
    with open_display(console) as display:
        for standing in standings:
            display.show(standing)
    return file.getvalue()


def test_a_log_gets_one_line_a_fact():
    writing = Standing(status="running", completed=2, total=14, current="Writing Bump")
    news = (
        News(text="Finished Emails: 12 words", completed=1),
        News(text="Finished Bump: 9 words", completed=2),
    )
    ended = Standing(status="completed", completed=2, total=2, current="", news=news)

    printed = _print(writing, writing, ended, terminal=False)

    assert printed.splitlines() == [
        " 2 of 14  Writing Bump",
        " 1 of 2  Finished Emails: 12 words",
        " 2 of 2  Finished Bump: 9 words",
    ]


def test_a_log_gets_no_countdown():
    waits = [
        Standing(status="running", completed=6, total=14, current="Bump: try 3 of 7", seconds_left=seconds)
        for seconds in (18, 17, 16)
    ]

    assert _print(*waits, terminal=False) == ""


def test_a_terminal_gets_a_bar_with_the_countdown():
    waiting = Standing(status="running", completed=6, total=14, current="Bump: try 3 of 7", seconds_left=18)

    printed = _print(waiting, terminal=True)

    assert "6 of 14" in printed
    assert "Bump: try 3 of 7 in 18 s" in printed


def test_words_in_brackets_are_no_markup():
    news = (News(text="[red]Finished[/] [Emails]", completed=1),)
    standing = Standing(status="running", completed=1, total=14, current="[b]x", news=news)

    assert "[red]Finished[/] [Emails]" in _print(standing, terminal=False)
    assert "[b]x" in _print(standing, terminal=True)
