"""Causes in words."""

from generation.causes import cause_of
from tests.support.documents import names_in, rows_below


def test_every_code_an_attempt_can_fail_with_has_words_and_a_next_step():
    rows = rows_below("docs/api.md", "Why an attempt failed")
    codes = [code for row in rows for code in names_in(row[0])]

    unknown = cause_of("nothing of ours")
    assert "provider_busy" in codes
    assert [code for code in codes if cause_of(code) == unknown] == []
