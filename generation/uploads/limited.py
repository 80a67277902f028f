"""Becomes another program, held to its limits from its first moment: `python limited.py PROGRAM WORDS...`.

Limits that are set from outside, on a program that runs already, come too late: Pandoc plans its memory as it
starts, and crashes where there is less of it later. Between fork and exec no Python may run beside threads.
"""

import os
import resource
import sys

LIMITS = {
    resource.RLIMIT_CPU: 10,  # seconds
    resource.RLIMIT_AS: 800_000_000,  # bytes of memory
    resource.RLIMIT_FSIZE: 30_000_000,  # bytes of output, and of whatever else it would write
    resource.RLIMIT_CORE: 0,
}


def main() -> None:
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - our own command


if __name__ == "__main__":
    main()
