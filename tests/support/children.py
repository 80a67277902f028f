"""Children of the test's own process, forked as it stands: with what it has made, and without its threads."""

import os
import signal
import traceback
from collections.abc import Callable

_MOST_SECONDS = 60
_BROKE_DOWN = 70


def in_a_child(work: Callable[[], int]) -> int:
    """Return what `work` returns in a child, as its exit code: at most 255, and negative for a signal.

    However it ends, the child ends with it: it would go on as a second pytest.
    """
    child = os.fork()
    if child == 0:
        _end_with(work)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _end_with(work: Callable[[], int]) -> None:
    code = _BROKE_DOWN
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # pytest has an answer of its own to an alarm
        signal.alarm(_MOST_SECONDS)
        code = work()
    except BaseException:  # noqa: BLE001 - whatever it is, nobody else would say it
        traceback.print_exc()
    finally:
        os._exit(code)
