"""Runs the benchmarks on an embedded PostgreSQL and Redis of their own, which are gone afterwards."""

import sys
import tempfile
from pathlib import Path

from bench.suite import read_arguments
from config.embedded.lock import only_one
from config.embedded.offline import without_keys
from config.embedded.procfile import manage
from config.embedded.program import Program
from config.embedded.run import call_quietly
from config.embedded.servers import running_servers
from config.embedded.supervisor import Supervisor
from config.env import BASE_DIR


def main() -> int:
    """Return the exit code of the benchmarks."""
    read_arguments()  # a wrong one is refused before anything starts
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as name:
        home = Path(name)
        home.chmod(0o711)  # PostgreSQL runs as another user when we are root
        with (
            only_one(home, description="make bench"),
            Supervisor(echo=_say) as supervisor,
            running_servers(supervisor, home),
        ):
            env = without_keys(
                home,
                DJANGO_SETTINGS_MODULE="config.settings",
                DEMO_SECONDS_PER_TASK="0",
                DEMO_FAILURE_RATE="0",
            )
            call_quietly(supervisor, manage("migrate", "--noinput", env=env), home=home)
            suite = (sys.executable, "-m", "bench.suite", *sys.argv[1:])
            return supervisor.call(Program(name="suite", argv=suite, env=env, folder=BASE_DIR))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
