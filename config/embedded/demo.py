"""What `make demo` runs: the sample funnel once, from nothing to its export, on servers of its own."""

from collections.abc import Callable, Mapping

from config.embedded.home import make_home
from config.embedded.lock import only_one
from config.embedded.offline import without_keys
from config.embedded.procfile import manage, program
from config.embedded.run import RunError, call_quietly
from config.embedded.servers import running_servers
from config.embedded.supervisor import Supervisor
from config.env import Environment

_SAMPLE = "generation/samples/calm-inbox.json"


def run_demo(env: Environment, *, out: str, echo: Callable[[str], None]) -> None:
    """Generate the sample into the folder `out` and stop everything again.

    Its home is a folder of its own: no setting of the user's, key, or running Galley is in its way, and it
    writes with the demo writer whatever is set. Raises RunError, AlreadyRunningError, ServerStartError.
    """
    home = env.home / "demo"
    make_home(env.home)
    make_home(home)
    with (
        only_one(home, description="make demo"),
        Supervisor(echo=echo) as supervisor,
        running_servers(supervisor, home),
    ):
        children = without_keys(home, WORKER_CONCURRENCY="4", WORKER_GRACE_SECONDS="1", PYTHONUNBUFFERED="1")
        call_quietly(supervisor, manage("migrate", "--noinput", env=children), home=home)
        supervisor.keep(program("reconciler", env=children), log=home / "reconciler.log")
        supervisor.keep(program("worker", env=children), log=home / "worker.log")
        _generate(supervisor, children, out=out)


def _generate(supervisor: Supervisor, children: Mapping[str, str], *, out: str) -> None:
    if supervisor.is_stopping:
        raise RunError("Stopped before anything was written.")
    step = manage("generate", _SAMPLE, "--out", out, "--format", "zip", env=children)
    if supervisor.call(step) != 0:
        logs = f"{children['GALLEY_HOME']}/worker.log"
        raise RunError(f"The demo did not finish. What the worker said is in {logs}")
