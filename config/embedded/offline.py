"""The environment of programs that run on servers of their own and call nobody: the demo, and the bench."""

from dataclasses import fields
from pathlib import Path

from config.env import Environment, child_environment

_OF_SERVICES = ("_api_key", "_base_url")  # an address may be all that a server of the user's own wants
_NAMES = tuple(field.name.upper() for field in fields(Environment) if field.name.endswith(_OF_SERVICES))
_SERVERS_AND_KEYS = ("DATABASE_URL", "REDIS_URL", *_NAMES)


def without_keys(home: Path, **values: str) -> dict[str, str]:
    """Return the environment of a program beside the servers of `home`, plus `values`.

    No server and no key of the user's is in it.
    """
    nothing = dict.fromkeys(_SERVERS_AND_KEYS, "")
    return {**child_environment(GALLEY_HOME=str(home)), **nothing, **values}
