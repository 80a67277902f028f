"""The PostgreSQL and Redis of a test run: their own home, their own addresses, and controls to break them."""

import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

import redis
from django.db import connection, connections

from config.embedded.postgres import prepare_postgres
from config.embedded.program import Server, end, kill, start
from config.embedded.redis import prepare_redis
from config.embedded.waiting import wait_until_it_answers
from tests.support.forked import Forker
from tests.support.processes import Processes


class ServerControl:
    """One server: started, stopped, killed and started again on the same address with the same data."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._process: subprocess.Popen[bytes] | None = None
        self.url = server.url

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """Everything the server has logged in this run."""
        return self._server.log.read_text(errors="replace")

    def start(self) -> None:
        """Start it, unless it runs; a paused one goes on.

        Call it from the main thread alone: the kernel ends a server with the thread that started it.
        """
        assert threading.current_thread() is threading.main_thread()
        if self.is_running:
            self.go_on()
            return
        with self._server.log.open("ab") as output:
            self._process = start(self._server.program, output=output)
        wait_until_it_answers(self._server, self._process)

    def stop(self) -> None:
        """Stop it in good order: sessions end, data is written down."""
        if self._process is not None:
            end(self._process, self._server.program)

    def kill(self) -> None:
        """Kill it with -9."""
        if self._process is not None:
            kill(self._process)

    def pause(self) -> None:
        """Freeze it: connections are accepted, and nothing is answered."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        self.stop()
        self.start()


class PostgresControl(ServerControl):
    """PostgreSQL; the test's own connections are given up before it goes."""

    def stop(self) -> None:
        connections.close_all()
        super().stop()

    def kill(self) -> None:
        connections.close_all()
        super().kill()


class RedisControl(ServerControl):
    """Redis, which can lose everything as well."""

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def write_down(self) -> None:
        """Write all data to disk, where a kill cannot reach it."""
        with self.client() as client:
            client.save()

    def flush(self) -> None:
        """Lose every key."""
        with self.client() as client:
            client.flushall()


class TestServers:
    """Both servers of one test run. Redis is up at once, PostgreSQL when the first test asks for it."""

    __test__ = False

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="galley-tests-"))
        self.home.chmod(0o711)  # PostgreSQL runs as another user when the tests run as root
        self.postgres = PostgresControl(prepare_postgres(self.home, durable=False))
        self.redis = RedisControl(prepare_redis(self.home, durable=False))
        self.forker = Forker()
        self.redis.start()

    def environment(self) -> dict[str, str]:
        """Return what the product must find in its environment to use these servers and nothing of ours."""
        return {
            "GALLEY_HOME": str(self.home),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "SECRET_KEY": "a-key-for-tests-only-that-is-long-enough-for-every-check",
            "ANTHROPIC_API_KEY": "",
            "GEMINI_API_KEY": "",
            "OPENAI_API_KEY": "",
            "OPENAI_BASE_URL": "",  # it could do without a key
            "DEMO_SECONDS_PER_TASK": "0",
            "DEMO_FAILURE_RATE": "0",
            "PYTHONDONTWRITEBYTECODE": "",  # one process compiles our modules, and not each of them anew
        }

    def processes(self, folder: Path) -> Processes:
        """Return what starts Galley's processes on the tests' database; their logs go into `folder`."""
        address, _, _ = self.postgres.url.rpartition("/")
        database_url = f"{address}/{connection.settings_dict['NAME']}"
        return Processes(database_url=database_url, folder=folder, start=self.forker.start)

    def close(self) -> None:
        self.forker.close()
        self.postgres.stop()
        self.redis.stop()
        shutil.rmtree(self.home, ignore_errors=True)
