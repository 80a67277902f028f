"""Free ports."""

import socket

from config.embedded.ports import LOOPBACK, free_port, is_free


def test_a_free_port_is_free() -> None:
    assert is_free(free_port())


def test_a_port_somebody_listens_on_is_not() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        assert not is_free(server.getsockname()[1])
