"""Becomes another program, one that ends when its parent does.

Called as `python launch.py PARENT_PID DEATH_SIGNAL UID:GID PROGRAM ARGUMENT...`, with `-` for our own user.
A program of its own rather than a `preexec_fn`, which is unsafe in a process with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Drop to the user, tie this process to its parent, and run the program in its place."""
    parent, death_signal, user, *program = sys.argv[1:]
    if user != "-":
        _become(*map(int, user.split(":")))
    _end_with_parent(int(parent), death_signal=int(death_signal))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has its background jobs ignore it, and theirs
    os.execv(program[0], program)  # noqa: S606 - no shell is the point


def _become(uid: int, gid: int) -> None:
    os.setgroups([gid])
    os.setgid(gid)
    os.setuid(uid)


def _end_with_parent(parent: int, *, death_signal: int) -> None:
    """Ask the kernel for a signal when the parent dies; after the change of user, which takes it back."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        sys.exit("the parent ended before its child began")


if __name__ == "__main__":
    main()
