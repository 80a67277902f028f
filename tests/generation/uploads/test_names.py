"""Names of uploaded files are shown, and nothing else."""

import pytest

from generation.uploads.names import ending_of, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Annual report 2026.pdf", "Annual report 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\plan.docx", "plan.docx"),
        ("a\x00b\nc\x1b[2J.txt", "a b c [2J.txt"),
        ("\u202egpj.exe\u202c.pdf", "gpj.exe .pdf"),
        ("=cmd|' /C calc'!A0.csv", "C calc'!A0.csv"),
        ("<script>alert(1)<b>.md", "<script>alert(1)<b>.md"),
        ("\ud800.txt", ".txt"),
        ("日本語.pdf", "日本語.pdf"),
        ("", "Unnamed file"),
        ("///", "Unnamed file"),
        ("\u200b\u2066", "Unnamed file"),
    ],
)
def test_a_name_is_shown_in_one_line_without_folders_and_what_is_invisible(name, shown):
    assert shown_name(name) == shown


def test_a_name_of_thousands_of_characters_is_cut_before_its_ending():
    shown = shown_name("a" * 5000 + ".docx")

    assert shown == "a" * 74 + "….docx"
    assert len(shown) == 80


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("plan.PDF", ".pdf"),
        ("plan.v2.md", ".md"),
        ("plan", ""),
        (".md", ""),
        ("plan.", ""),
        ("plan.pdf ", ""),
        ("a." + "b" * 5000, ""),
        ("a/b.c/d", ""),
    ],
)
def test_an_ending_is_short_and_plain(name, ending):
    assert ending_of(name) == ending
