import pytest

from generation.texts import is_blank, wrong_with_name, wrong_with_text


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u200d\ufeff\u00ad", "\ufe0f", "\u3164", "\u2800"])
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "5", "é", "e\u0301", "!", "日", "\u200bx", "👩\u200d🍳"])
def test_what_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_name_that_turns_the_direction_of_writing_is_refused(mark: str) -> None:
    assert "direction" in wrong_with_name(f"Calm {mark}xobni")


@pytest.mark.parametrize("mark", "\x00\x07\x1b\x7f\x85\x9b\n\r\u2028\u2029\ud800")
def test_a_name_is_one_line_without_control_characters(mark: str) -> None:
    assert wrong_with_name(f"Calm{mark}inbox").endswith(".")


@pytest.mark.parametrize("name", ["Calm inbox", "The [draft] | 2", "יומן רגוע", "👩\u200d🍳 Kitchen"])
def test_a_good_name_is_left_alone(name: str) -> None:
    assert wrong_with_name(name) == ""


@pytest.mark.parametrize("text", ["a\x00", "\ud800", "=== section_break ===", "</brief>", "< request>"])
def test_what_a_writer_must_not_be_handed_is_told(text: str) -> None:
    assert wrong_with_text(text).endswith(".")


def test_plain_words_about_a_request_are_let_through() -> None:
    assert wrong_with_text("Answer every request in brief.\n\tThen rest.") == ""
