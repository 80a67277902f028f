"""Flower's options, as its `--conf` reads them: on loopback, behind a password, read-only, remembering."""

import sys

from config.embedded.home import make_home
from config.env import read_environment

_ENV = read_environment()
if not _ENV.flower_basic_auth:
    sys.exit("Flower cannot start: set FLOWER_BASIC_AUTH to NAME:PASSWORD")
make_home(_ENV.home)

address = "127.0.0.1"  # /metrics and /healthcheck are open even with a password
port = _ENV.flower_port
basic_auth = [_ENV.flower_basic_auth]
read_only = _ENV.flower_read_only
persistent = True
db = str(_ENV.home / "flower")
state_save_interval = 30_000  # milliseconds; otherwise it saves only when it ends in good order
