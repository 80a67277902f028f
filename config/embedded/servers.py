"""The embedded servers under a supervisor, and their addresses for everybody else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config.embedded.child import Echo
from config.embedded.home import forget_addresses, write_addresses
from config.embedded.postgres import prepare_postgres
from config.embedded.program import Server
from config.embedded.redis import prepare_redis
from config.embedded.supervisor import Supervisor


@contextmanager
def running_servers(
    supervisor: Supervisor,
    home: Path,
    *,
    postgres: bool = True,
    redis: bool = True,
    pages: Mapping[str, str] | None = None,
    echo: Echo = lambda line: None,
) -> Iterator[None]:
    """Start the servers and write down where they are; commands with this home attach to them meanwhile.

    `pages`, by name, are addresses for people, written down beside them. `echo` is told of each server that
    is up.
    """
    addresses = dict(pages or {})
    if postgres:
        server = prepare_postgres(home)
        _keep(supervisor, server, "PostgreSQL", echo)
        addresses["database_url"] = server.url
    if redis:
        server = prepare_redis(home)
        _keep(supervisor, server, "Redis", echo)
        addresses["redis_url"] = server.url
    write_addresses(home, addresses)
    try:
        yield
    finally:
        forget_addresses(home)


def _keep(supervisor: Supervisor, server: Server, name: str, echo: Echo) -> None:
    supervisor.keep_server(server)
    if not supervisor.is_stopping:
        echo(f"{name} is up.")
