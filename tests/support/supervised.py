"""A supervisor over a server and two programs: `python -m tests.support.supervised NOTES KIND GRACE`.

Each notes its end. KIND is what the worker does when told to stop: `patient` ends, `deaf` goes on until it is
killed after GRACE seconds.
"""

import sys
from pathlib import Path

from config.embedded.program import Program, Server
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
_ENDS_BY_ITSELF_SECONDS = 60
_IS_DEAF = """
import signal, time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(600)
"""


def main(notes: str, kind: str, grace_seconds: float) -> None:
    up: list[str] = []
    codes = {"web": _LISTENS, "worker": _IS_DEAF if kind == "deaf" else _LISTENS}
    with Supervisor(echo=up.append) as supervisor:
        supervisor.keep_server(_server(notes))
        for name, code in codes.items():
            grace = grace_seconds if code == _IS_DEAF else _ENDS_BY_ITSELF_SECONDS
            argv = (sys.executable, "-c", code, notes, name)
            supervisor.keep(Program(name=name, argv=argv, env={}, grace_seconds=grace))
        supervisor.watch(until=lambda: len(up) == len(codes))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        supervisor.watch()


def _server(notes: str) -> Server:
    """Return a server that "answers" once it has said that it is up."""
    log = Path(f"{notes}.server")
    argv = (sys.executable, "-c", _LISTENS, notes, "server")
    program = Program(name="server", argv=argv, env={}, grace_seconds=_ENDS_BY_ITSELF_SECONDS)
    return Server(program=program, url="", log=log, answers=lambda pid: "up" in log.read_text())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
