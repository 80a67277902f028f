"""A supervisor over three programs: `python -m tests.support.supervised NOTES KIND GRACE`.

Each notes its end. KIND is what the worker does when told to stop: `patient` ends, `deaf` goes on.
"""

import sys

from config.embedded.program import Program
from config.embedded.supervisor import Supervisor

_LISTENS = """
import signal, sys, time

def end(*_):
    with open(sys.argv[1], "a") as notes:
        notes.write(sys.argv[2] + " ")
    sys.exit()

signal.signal(signal.SIGTERM, end)
print("up", flush=True)
time.sleep(600)
"""
_IS_DEAF = """
import signal, time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(600)
"""


def main(notes: str, kind: str, grace_seconds: float) -> None:
    up: list[str] = []
    codes = {"server": _LISTENS, "web": _LISTENS, "worker": _IS_DEAF if kind == "deaf" else _LISTENS}
    with Supervisor(echo=up.append) as supervisor:
        for name, code in codes.items():
            argv = (sys.executable, "-c", code, notes, name)
            supervisor.keep(Program(name=name, argv=argv, env={}, grace_seconds=grace_seconds))
        supervisor.watch(until=lambda: len(up) == len(codes))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        supervisor.watch()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
