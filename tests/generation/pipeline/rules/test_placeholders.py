from dataclasses import replace

import pytest

from generation.pipeline.rules.placeholders import placeholder
from tests.support.blueprints import make_section
from tests.support.pieces import found, make_piece


@pytest.mark.parametrize(
    "body",
    [
        "Dear [Name],",
        "We at [Your company here] know.",
        "- [your first step]",
        "> Hi [client name], a quick one.",
        "Hola [Nombre], bienvenida.",
        "[[Name]]",
        "Hello {{name}}!",
        "Hello {{ user.first_name }}!",
        "Hello {first_name}!",
        "Hello {% name %}!",
        "See <insert link here>.",
        "See <Your Name>.",
        "TODO: add an example",
        "The date is TBD.",
    ],
)
def test_a_placeholder_is_found(body: str) -> None:
    assert found((placeholder,), make_piece(body)) == {"placeholder"}


@pytest.mark.parametrize(
    "body",
    [
        "- [ ] Open the inbox\n- [x] Close it\n* [X] Rest",
        "See [the handbook](https://a.example/x).",
        "See [the handbook][book] and [book].\n\n[book]: https://a.example/x",
        "![a picture](x.png)",
        "As shown.[^note]\n\n[^note]: By us.",
        "As shown [1], and [2024].",
        "Write to <ana@a.example> or <https://a.example>.",
        "He wrote \u201cinbocks\u201d [sic].",
        "Press <kbd>Esc</kbd>, then <br> wait.",
        '{"key": "value"}',
        "My todo list, and a TODO list.",
        "Escaped \\[Name].",
    ],
)
def test_what_only_looks_like_a_placeholder_is_let_be(body: str) -> None:
    assert found((placeholder,), make_piece(body)) == set()


def test_brackets_of_the_briefs_own_are_let_be() -> None:
    spec = make_section(include=("Calm Inbox [Pro]",))
    piece = make_piece("Read Calm Inbox [Pro] by [Harbour Desk].", spec)
    piece = replace(piece, draft=replace(piece.draft, brief={"author": "[Harbour Desk]"}))

    assert found((placeholder,), piece) == set()


@pytest.mark.parametrize("language", ["es", "pt"])
def test_todo_is_a_word_in_spanish_and_portuguese(language: str) -> None:
    assert found((placeholder,), make_piece("Todo: la casa.", language=language)) == set()
