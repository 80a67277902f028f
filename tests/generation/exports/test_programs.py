"""Programs that make files, run by us."""

import sys

import pytest

from generation.exports.programs import ExportError, run


def python(code: str, *, seconds: float = 60) -> bytes:
    return run("Python", [sys.executable, "-I", "-c", code], given=b"given", seconds=seconds)


def test_a_program_is_given_its_text_and_answers():
    assert python("import sys; sys.stdout.write(sys.stdin.read().upper())") == b"GIVEN"


def test_a_program_that_fails_is_named_and_what_it_said_stays_here():
    with pytest.raises(ExportError) as caught:
        python("import sys; sys.exit('the password is tulip')")

    assert "Python could not make the file" in str(caught.value)
    assert "tulip" not in str(caught.value)


def test_a_program_that_does_not_end_is_ended():
    with pytest.raises(ExportError, match="did not finish within 1 seconds"):
        python("import time; time.sleep(60)", seconds=1)


def test_a_program_that_crashes_is_a_failure_like_any_other():
    with pytest.raises(ExportError):
        python("import os; os.abort()")


def test_a_program_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "tulip")

    assert b"tulip" not in python("import os; print(dict(os.environ))")
