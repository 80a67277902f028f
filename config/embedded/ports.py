"""Ports of the loopback interface: a free one, and what hinders the use of a wanted one."""

import socket

LOOPBACK = "127.0.0.1"
_FIRST_FOR_EVERYBODY, _LAST = 1024, 65535


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def what_hinders(port: int) -> str:
    """Return why we cannot listen on the port, as the end of a sentence; empty if we can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections just closed do not count
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            return "is for root alone"
        except OSError:
            return "is in use"
        return ""


def free_port_after(port: int) -> int:
    """Return the next port that is free, or any other if there is none above."""
    above = range(max(port + 1, _FIRST_FOR_EVERYBODY), _LAST + 1)
    return next((candidate for candidate in above if not what_hinders(candidate)), 0) or free_port()
