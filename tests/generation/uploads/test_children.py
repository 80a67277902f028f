"""The processes that take files apart, and what holds them."""

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from generation.uploads import UploadCode, UploadError, children


def python(code: str, given: bytes = b"given") -> bytes:
    return children.run("file", [sys.executable, "-I", "-c", code], given=given)


def refused(code: str) -> UploadError:
    with pytest.raises(UploadError) as caught:
        python(code)
    return caught.value


def test_a_program_is_given_the_file_and_answers():
    assert python("import sys; sys.stdout.write(sys.stdin.read().upper())") == b"GIVEN"


def test_a_program_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "tulip")

    assert b"tulip" not in python("import os; print(dict(os.environ))")


def test_a_program_says_why_it_refuses_the_file():
    error = refused('import sys; sys.stdout.write(\'["no_text", "Nothing."]\'); sys.exit(100)')

    assert (error.code, error.message) == (UploadCode.NO_TEXT, "Nothing.")


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "x = bytearray(900_000_000)",
        "import sys; sys.stdout.write('x' * 40_000_000)",
        "import sys; sys.stderr.write('x' * 40_000_000)",
        "open('/tmp/too-large', 'wb').write(b'x' * 40_000_000)",
        "import sys; sys.exit('the password is tulip')",
    ],
    ids=["crashes", "takes memory", "writes much", "complains much", "fills the disk", "fails"],
)
def test_a_program_that_does_what_it_may_not_breaks_itself_alone(code, tmp_path):
    error = refused(code.replace("/tmp/", f"{tmp_path}/"))

    assert error.code == UploadCode.UNREADABLE_FILE
    assert error.message.startswith("This file cannot be read")
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 30_000_000


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ("_MOST_SECONDS", "import time; time.sleep(60)"),
        ("_MOST_SECONDS", "import os; os.close(0); print()\nwhile 1: 0"),
    ],
    ids=["sleeps", "works without end, and reads nothing"],
)
def test_a_program_that_does_not_end_is_ended(held, code, monkeypatch):
    monkeypatch.setattr(children, held, 0.5)
    before = os.listdir("/proc/self/fd")

    error = refused(code)

    assert error.message.startswith("This file takes too long to read.")
    assert len(os.listdir("/proc/self/fd")) == len(before)


@pytest.fixture
def one_reader(monkeypatch) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as readers:
        monkeypatch.setattr(children, "_readers", readers)
        yield readers


def test_who_finds_all_turns_taken_is_told_to_come_again(one_reader, monkeypatch):
    monkeypatch.setattr(children, "_TURN_SECONDS", 0.05)
    over = threading.Event()
    one_reader.submit(over.wait, 20)

    busy = refused("")
    over.set()

    assert (busy.code, busy.message) == (
        UploadCode.BUSY,
        "Many files are being read at this moment. Choose it again in a few seconds.",
    )


def test_what_has_begun_is_waited_for(one_reader, monkeypatch):
    monkeypatch.setattr(children, "_TURN_SECONDS", 0.05)

    assert python("import time; time.sleep(0.3); print(1)") == b"1\n"


def test_turns_are_given_back_whatever_became_of_them(one_reader):
    for code in ("import os; os.abort()", "import sys; sys.exit(1)"):
        refused(code)

    assert python("print(1)") == b"1\n"
