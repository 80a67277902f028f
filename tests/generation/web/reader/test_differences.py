"""Two texts compared, word by word, in bounded time."""

import random
import time

import pytest

from generation.web.reader.differences import Stretch, compare, fold


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(stretch.kind, stretch.text) for stretch in compare(before, after)]


def test_only_the_words_that_differ_are_marked():
    assert told("I like red apples.", "I like green apples.") == [
        ("same", "I like"),
        ("removed", " red"),
        ("added", " green"),
        ("same", " apples."),
    ]


def test_the_same_text_is_one_stretch():
    assert told("One.\n\nTwo.", "One.\n\nTwo.") == [("same", "One.\n\nTwo.")]


@pytest.mark.parametrize(("before", "after"), [("", "New."), ("Old.", "")])
def test_a_text_that_begins_or_ends_is_one_stretch(before, after):
    assert told(before, after) == [("added", "New.") if after else ("removed", "Old.")]


def test_passages_that_share_little_are_shown_whole():
    assert [
        kind for kind, _ in told("The cat sat on the mat.", "Invoices go out on Monday morning now.")
    ] == [
        "removed",
        "added",
    ]


LONG = "so it goes " * 100
ADDED = Stretch(kind="added", text="New.")


@pytest.mark.parametrize(
    ("same", "place", "kinds"),
    [
        (LONG, 0, ["folded", "same", "added"]),
        (LONG, 1, ["added", "same", "folded"]),
        (LONG.replace(" ", "_"), 1, ["added", "same", "folded"]),
        ("Short.", 0, ["same", "added"]),
    ],
)
def test_what_is_far_from_any_difference_is_folded_away(same, place, kinds):
    stretches = [ADDED]
    stretches.insert(place, Stretch(kind="same", text=same))

    folded = fold(stretches)

    assert [each.kind for each in folded] == kinds
    assert "".join(each.text for each in folded if each.kind != "added") == same
    assert all(len(each.text) <= 210 for each in folded if each.kind == "same")


def test_between_two_differences_both_ends_of_what_is_the_same_are_shown():
    kinds = [each.kind for each in fold([ADDED, Stretch(kind="same", text=LONG), ADDED])]

    assert kinds == ["added", "same", "folded", "same", "added"]


def test_where_nothing_differs_nothing_is_folded_away():
    assert [each.kind for each in fold(compare(LONG, LONG))] == ["same"]


def test_nothing_of_either_text_is_lost():
    choose = random.Random(7).choices
    words = ["one", "two", "three", "\n", "\n\n", "- ", "."]
    for _ in range(50):
        before, after = (" ".join(choose(words, k=40)) for _ in range(2))
        stretches = compare(before, after)
        assert "".join(each.text for each in stretches if each.kind != "added") == before
        assert "".join(each.text for each in stretches if each.kind != "removed") == after


@pytest.mark.parametrize("piece", ["a ", "a\n", "ab\nba\n", "a b a c\n\n"])
def test_two_huge_texts_are_compared_in_no_time(piece):
    began = time.thread_time()

    compare(piece * 50_000, (piece * 50_000)[3:] + "end")

    assert time.thread_time() - began < 2
