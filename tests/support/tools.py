"""Programs of the system that some tests need and a machine may lack."""

import os
import shutil

import pytest


def find_tool(*names: str, package: str, tests: str) -> str:
    """Return where the first of these programs is that there is.

    Without any the tests that need it (`tests` names them) are left out, and the summary says what would
    bring them back. Where LEAVE_NO_TEST_OUT is set, as .ci/run does, it is a failure.
    """
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    reason = f"{tests} left out: no {names[0]}; apt-get install {package}"
    if os.environ.get("LEAVE_NO_TEST_OUT"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
