"""A Python that has read other people's libraries, and forks when asked on its standard input, a socket.

They are most of what a start of Galley costs. Nothing of ours and no setting is read here: each child does
that by itself, in the environment it was given.
"""

import ctypes
import gc
import json
import os
import runpy
import signal
import socket
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

LIBRARIES = (
    *("django.core.handlers.asgi", "django.db.backends.postgresql.base", "django.contrib.admin.options"),
    *("rest_framework.serializers", "sqlalchemy.dialects.postgresql.psycopg2"),
    *("celery.bin.celery", "celery.apps.worker", "celery.concurrency.thread", "kombu.transport.redis"),
    *("uvicorn.main", "uvicorn.protocols.http.h11_impl", "environs", "structlog", "jinja2", "pydantic"),
    *("anthropic", "babel.numbers", "httpcore2", "markdown_it", "py3langid"),
)
_PR_SET_PDEATHSIG = 1

NUMBER = struct.Struct("!i")
"""How a number is told on a line: first that of the process, and how it ended when it has."""


def main() -> list[str]:
    """Fork for whoever asks; return in each child, and there alone, the arguments of Python that it got."""
    control = socket.socket(fileno=os.dup(0))
    for name in sys.argv[1:]:
        import_module(name)
    gc.collect()
    gc.freeze()  # or the first look for garbage would copy every page into every child
    forker = os.getpid()
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        _bury_the_dead()
        if not descriptors:  # nobody is there any more to ask
            os._exit(0)
        if os.fork() == 0:
            _end_with(forker)
            control.close()
            return _attend(*descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _attend(line: int, output: int) -> list[str]:
    """Stay beside a child, and tell on the line its number and how it ended; return in the child alone."""
    teller = socket.socket(fileno=line)
    program = json.loads(teller.makefile("r").readline())
    attendant = os.getpid()
    child = os.fork()
    if child == 0:
        _end_with(attendant)
        teller.close()
        return _become(program, output)
    os.close(output)
    teller.sendall(NUMBER.pack(child))
    _, status = os.waitpid(child, 0)
    with suppress(BrokenPipeError):  # nobody waits for it
        teller.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))
    os._exit(0)


def _become(program: dict[str, Any], output: int) -> list[str]:
    """Take on what a program has of its own: a session, streams, a folder and an environment."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as launch.py has it, whatever the tests ignore
    for stream, source in enumerate((os.open(os.devnull, os.O_RDONLY), output, output)):
        os.dup2(source, stream)
    os.close(output)
    os.chdir(program["folder"])
    os.environ.clear()
    os.environ.update(program["env"])
    arguments: list[str] = program["arguments"]
    return arguments


def _end_with(parent: int) -> None:
    """Die when the parent does: the attendant with the forker, and the child with its attendant."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _bury_the_dead() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _run(first: str, *rest: str) -> None:
    """Do what Python does with its arguments: a module with -m, code with -c, otherwise a file."""
    sys.path[0] = "" if first == "-c" else os.getcwd()
    if first == "-m":
        sys.argv[:] = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif first == "-c":
        sys.argv[:] = ["-c", *rest[1:]]
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv[:] = [first, *rest]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    _run(*main())
