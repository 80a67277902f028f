from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings_app.schema import AnySetting, Setting, Shape
from settings_app.values import (
    MAX_TEXT_LENGTH,
    BadValueError,
    SettingValue,
    parse_value,
    value_in_words,
    value_to_text,
)

FULLWIDTH_5 = "\uff15"

DELAY = Setting(key="delay", default=30, unit="seconds", minimum=0, maximum=86_400, description="A wait.")
UNBOUND = Setting(key="unbound", default=1, description="Any number.")
AT_LEAST = Setting(key="at_least", default=1, minimum=1, description="A number.")
AT_MOST = Setting(key="at_most", default=1, maximum=9, description="A number.")
PRICE = Setting(
    key="price", default=Decimal(0), unit="US dollars", minimum=0, maximum=100, description="An amount."
)
SWITCH = Setting(key="switch", default=True, description="On or off.")
VOICE = Setting(key="voice", default="Plain", description="A voice.")
NOTE = Setting(key="note", default="", description="A text that may be empty.")
ENGINE = Setting(key="engine", default="", choices=lambda: ("", "demo", "real"), description="An engine.")


@pytest.mark.parametrize(
    ("setting", "raw", "value"),
    [
        (DELAY, "0", 0),
        (DELAY, 0, 0),
        (DELAY, "86400", 86_400),
        (DELAY, " 5\n", 5),
        (DELAY, "007", 7),
        (UNBOUND, "-12", -12),
        (UNBOUND, 10**17, 10**17),
        (AT_LEAST, "1", 1),
        (AT_MOST, "9", 9),
        (PRICE, "0.50", Decimal("0.5")),
        (PRICE, 0.5, Decimal("0.5")),
        (PRICE, 3, Decimal(3)),
        (PRICE, "100.00", Decimal(100)),
        (SWITCH, True, True),
        (SWITCH, False, False),
        (SWITCH, "true", True),
        (SWITCH, "false", False),
        (SWITCH, " False ", False),
        (VOICE, "  Warm, dry  ", "Warm, dry"),
        (VOICE, "Chaleureux\u00a0: très", "Chaleureux\u00a0: très"),
        (VOICE, "x" * MAX_TEXT_LENGTH, "x" * MAX_TEXT_LENGTH),
        (NOTE, "", ""),
        (ENGINE, "", ""),
        (ENGINE, " demo", "demo"),
    ],
)
def test_a_right_value_is_taken(setting: AnySetting, raw: object, value: object) -> None:
    parsed = parse_value(setting, raw)

    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    "raw",
    [
        "5 s", "1e3", "0x10", FULLWIDTH_5, "5.0", "5,0", "1_000", "1,000", "+5", "--5", "five", "-1", "86401",
        "9" * 30, -1, 86_401, 10**30, 5.0, float("nan"), True, False, None, "", "  ", [], [5], {"a": 1}, b"5",
        "true",
    ],
)  # fmt: skip
def test_nonsense_for_a_number_is_refused(raw: object) -> None:
    with pytest.raises(BadValueError, match=r"^A whole number of seconds from 0 to 86400 is needed, "):
        parse_value(DELAY, raw)


@pytest.mark.parametrize(
    "raw",
    ["0.505", 0.505, "0,50", "$1", "1e1", 1e-7, "100.01", -0.01, ".5", "1.", float("nan"), True, None, ""],
)
def test_nonsense_for_an_amount_is_refused(raw: object) -> None:
    sentence = r"^A number of US dollars from 0 to 100, such as 2 or 0[.]50, is needed, "
    with pytest.raises(BadValueError, match=sentence):
        parse_value(PRICE, raw)


@pytest.mark.parametrize("raw", ["yes", "on", "1", "0", 1, 0, None, "", "tru", [True], 1.0])
def test_nonsense_for_a_switch_is_refused(raw: object) -> None:
    with pytest.raises(BadValueError, match=r"^Either true or false is needed, "):
        parse_value(SWITCH, raw)


@pytest.mark.parametrize(
    "raw", [5, True, None, "", "  ", ["x"], "two\nlines", "nul\x00", "\ud800", "a\u2028b", "x" * 1001]
)
def test_nonsense_for_a_text_is_refused(raw: object) -> None:
    with pytest.raises(BadValueError, match=r"^One line of text, at most 1000 characters, is needed, "):
        parse_value(VOICE, raw)


@pytest.mark.parametrize("raw", ["Demo", "other", None, 1, "demo,real"])
def test_a_word_that_is_no_choice_is_refused(raw: object) -> None:
    with pytest.raises(BadValueError, match=r"^One of \(empty\), demo, real is needed, "):
        parse_value(ENGINE, raw)


@pytest.mark.parametrize(
    ("setting", "raw", "sentence"),
    [
        (DELAY, "5 s", 'A whole number of seconds from 0 to 86400 is needed, not "5 s".'),
        (DELAY, FULLWIDTH_5, f'A whole number of seconds from 0 to 86400 is needed, not "{FULLWIDTH_5}".'),
        (DELAY, "", "A whole number of seconds from 0 to 86400 is needed, but nothing was given."),
        (UNBOUND, "x", 'A whole number is needed, not "x".'),
        (AT_LEAST, 0, "A whole number of at least 1 is needed, not 0."),
        (AT_MOST, 10, "A whole number of at most 9 is needed, not 10."),
        (SWITCH, "yes", 'Either true or false is needed, not "yes".'),
    ],
)
def test_the_sentence_says_what_would_be_right(setting: AnySetting, raw: object, sentence: str) -> None:
    with pytest.raises(BadValueError) as refusal:
        parse_value(setting, raw)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("raw", ["\ud800", "x" * 5000, "\x00" * 3, [[[]]] * 500])
def test_the_sentence_is_short_and_can_be_sent_whatever_was_given(raw: object) -> None:
    with pytest.raises(BadValueError) as refusal:
        parse_value(DELAY, raw)

    assert len(str(refusal.value).encode()) < 200


@given(st.integers(0, 86_400) | st.decimals(0, 100, places=2) | st.booleans() | st.text(max_size=50))
def test_what_is_taken_reads_back_the_same(raw: object) -> None:
    for setting in (DELAY, PRICE, SWITCH, NOTE, ENGINE):
        try:
            value = parse_value(setting, raw)
        except BadValueError:
            continue
        assert parse_value(setting, value_to_text(value)) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((0, "0"), (5, "5"), (True, "on"), (False, "off"), ("", "(empty)"), ("demo", "demo")),
        *((Decimal(0), "0"), (Decimal("0.5"), "0.50"), (Decimal("7.00"), "7"), (Decimal("12.25"), "12.25")),
    ],
)
def test_a_value_is_shown_in_words(value: SettingValue, words: str) -> None:
    assert value_in_words(value) == words


def test_a_shape_says_what_a_text_must_look_like() -> None:
    shape = Shape(fits=lambda text: text.startswith("x"), wanted="A text that begins with x")
    setting = Setting(key="shaped", default="x", shape=shape, description="A text.")

    assert parse_value(setting, " xy ") == "xy"
    with pytest.raises(BadValueError, match=r'^A text that begins with x is needed, not "y"[.]$'):
        parse_value(setting, "y")
