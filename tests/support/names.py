"""Names as a test's own process knows them: those of this machine, and no other."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_HERE = "localhost"


@contextmanager
def know_this_machine_alone() -> Iterator[None]:
    """Find meanwhile no name but this machine's, and ask nobody for it; addresses are taken as they are."""
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *args: Any, **options: Any) -> Any:
        if not _is_here(host):
            raise socket.gaierror(socket.EAI_NONAME, f"{host} is not of this machine")
        return look_up(host, *args, **options)

    socket.getaddrinfo = look_up_here
    try:
        yield
    finally:
        socket.getaddrinfo = look_up


def _is_here(host: str | bytes | None) -> bool:
    """Whether it is this machine's name, or an address however it is written."""
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == _HERE:
        return True
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return _is_short_address(name)
    return True


def _is_short_address(name: str) -> bool:
    """Whether it is an address of version 4 as the C library reads it, such as 127.1."""
    try:
        socket.inet_aton(name)
    except OSError:
        return False
    return True
