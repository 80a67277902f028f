"""What `make run` runs: the whole product on this machine, until it is told to stop."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

from config.embedded.child import Echo
from config.embedded.home import make_home
from config.embedded.lock import only_one
from config.embedded.ports import LOOPBACK, free_port_after, what_hinders
from config.embedded.procfile import manage, program
from config.embedded.program import Program
from config.embedded.servers import running_servers
from config.embedded.supervisor import Supervisor
from config.env import Environment, child_environment

_DEMO_LOGIN = "demo:demo"
_SECONDS_TO_PUT_AWAY = 5  # what a worker may need after its grace, to give its tasks back
_LONGEST_START_SECONDS = 60.0
# On one's own machine, in a container above all, being root is no surprise; Celery warns of it in nine lines.
_NOT_ABOUT_ROOT = "ignore:You're running the worker with superuser privileges"


class RunError(Exception):
    """Galley could not be started; the message says what would be right."""


def run(env: Environment, *, echo: Echo) -> None:
    """Start everything, say where it is, and keep it running until a signal comes.

    Raises RunError, AlreadyRunningError, ServerStartError and OSError.
    """
    make_home(env.home)
    with only_one(env.home, description=_address(env)):
        _refuse_taken_ports(env)
        echo(_announcement(env))
        with (
            Supervisor(echo=echo) as supervisor,
            running_servers(
                supervisor,
                env.home,
                postgres=env.embedded_postgres,
                redis=env.embedded_redis,
                pages={"web": _address(env), "flower": _flower_address(env)},
                echo=echo,
            ),
        ):
            children = _children_environment(env)
            _prepare(supervisor, env, children)
            if not supervisor.is_stopping:
                echo("The database is prepared.")
            _start(supervisor, children)
            supervisor.watch(until=_is_up(env, echo=echo))
            if not supervisor.is_stopping:
                echo(_welcome(env))
            supervisor.watch()
            echo("Stopping: running calls may end, everything that is finished is kept.")
        echo("Stopped.")


def call_quietly(supervisor: Supervisor, step: Program, *, home: Path) -> None:
    """Run one step to its end, its words kept in `home`. Raises RunError with the last ones if it fails."""
    if supervisor.is_stopping:
        return
    log = home / f"{step.name}.log"
    code = supervisor.call(step, log=log)
    if code != 0 and not supervisor.is_stopping:
        last_words = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise RunError(f"`{step.name}` failed with code {code}:\n{last_words}")


def _refuse_taken_ports(env: Environment) -> None:
    if env.port == env.flower_port:
        raise RunError(f"PORT and FLOWER_PORT are both {env.port}: give Flower another one.")
    for variable, port in (("PORT", env.port), ("FLOWER_PORT", env.flower_port)):
        if hindrance := what_hinders(port):
            other = f"{variable}={free_port_after(port)} make run"
            raise RunError(f"Port {port} {hindrance}. Stop what uses it, or choose another: {other}")


def _children_environment(env: Environment) -> dict[str, str]:
    """The processes find the servers by GALLEY_HOME, as every other command does."""
    return child_environment(
        defaults={
            "WORKER_GRACE_SECONDS": "5",
            "FLOWER_BASIC_AUTH": _DEMO_LOGIN,
            "PYTHONWARNINGS": _NOT_ABOUT_ROOT,
        },
        GALLEY_HOME=str(env.home),
        WEB_HOST=LOOPBACK,
        PYTHONUNBUFFERED="1",
    )


def _prepare(supervisor: Supervisor, env: Environment, children: Mapping[str, str]) -> None:
    call_quietly(supervisor, program("release", env=children), home=env.home)
    if env.embedded_postgres:
        call_quietly(supervisor, manage("prepare_demo", env=children), home=env.home)


def _start(supervisor: Supervisor, children: Mapping[str, str]) -> None:
    """Start the processes; only the worker may take long to stop."""
    if supervisor.is_stopping:
        return
    for name in ("reconciler", "flower", "web"):
        supervisor.keep(program(name, env=children))
    grace_seconds = int(children["WORKER_GRACE_SECONDS"]) + _SECONDS_TO_PUT_AWAY
    supervisor.keep(program("worker", env=children, grace_seconds=grace_seconds))


def _is_up(env: Environment, *, echo: Echo) -> Callable[[], bool]:
    """Return the question whether everything answers; after a minute the answer is yes in any case.

    Of each part that answers for the first time `echo` is told.
    """
    deadline = time.monotonic() + _LONGEST_START_SECONDS
    awaited = {
        "Flower": _flower_address(env),
        "The web server": f"{_address(env)}healthz",
        "A worker": f"{_address(env)}readyz",
    }

    def is_up() -> bool:
        for part in [part for part, address in awaited.items() if answers(address)]:
            del awaited[part]
            echo(f"{part} is up.")
        return not awaited or time.monotonic() > deadline

    return is_up


def answers(address: str) -> bool:
    """Whether somebody answers there, and not with a fault."""
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _address(env: Environment) -> str:
    return f"http://localhost:{env.port}/"


def _flower_address(env: Environment) -> str:
    return f"http://localhost:{env.flower_port}/"


def _announcement(env: Environment) -> str:
    servers = {"PostgreSQL": env.embedded_postgres, "Redis": env.embedded_redis}
    ours = [name for name, embedded in servers.items() if embedded]
    return f"Starting {', '.join([*ours, 'web', 'worker', 'reconciler'])} and Flower ..."


def _welcome(env: Environment) -> str:
    login = (
        "sign in as demo, password demo" if not env.flower_basic_auth else "sign in with FLOWER_BASIC_AUTH"
    )
    lines = [
        "",
        f"Galley      {_address(env)}",
        f"Admin       {_address(env)}admin/",
        f"API         {_address(env)}api/docs/",
        f"Flower      {_flower_address(env)}   {login}",
    ]
    if env.embedded_postgres:
        lines[2:2] = ["            sign in as demo, password demo"]
    return "\n".join([*lines, f"Data stays in {env.home}. Ctrl-C stops everything.", ""])
