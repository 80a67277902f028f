"""A PostgreSQL and a Redis of this run's own, and Galley's processes on them.

Tests that start processes need committed rows: the fixtures `worker`, `reconciler` and `web` bring
`transactional_db` along.
"""

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import pytest_django

from tests.support.processes import Processes, RunningProcess
from tests.support.servers import PostgresControl, RedisControl, TestServers

if TYPE_CHECKING:
    from tests.support.anthropic_server import AnthropicServer
    from tests.support.galley import RunningWeb
    from tests.support.standing import Standing

_servers = pytest.StashKey[TestServers]()
_failed = pytest.StashKey[bool]()

_WAITING = frozenset({"crash", "embedded"})

StartProcess = Callable[..., RunningProcess]


def pytest_configure(config: pytest.Config) -> None:
    """Start before Django reads its settings, which pytest-django makes it do after this hook."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return  # runs no test itself; each of its processes has servers of its own
    gc.disable()  # until all is collected: modules and tests are no garbage
    servers = config.stash[_servers] = TestServers()
    os.environ.update(servers.environment(), DJANGO_SETTINGS_MODULE="config.settings")
    import structlog
    from django.conf import settings

    from tests.support.locks import PATIENCE

    assert servers.redis.url == settings.REDIS_URL
    # A password is hashed for every user a test makes; the real hasher takes a tenth of a second for each.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The product stops counting where Redis takes a third of a second, and on a busy machine it may.
    settings.CACHES["default"]["OPTIONS"] |= {"socket_connect_timeout": 20, "socket_timeout": 20}
    # Nor does a thread of a test's own give up because ten others had their turn before it.
    settings.DATABASES["default"]["OPTIONS"]["options"] += PATIENCE
    # A logger that kept what it wrote with would escape a later test's `capture_logs`.
    structlog.configure(cache_logger_on_first_use=False)
    # A busy machine is no finding, and neither is a brief that is longer than Hypothesis likes to draw.
    unminded = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]
    hypothesis.settings.register_profile("galley", deadline=None, suppress_health_check=unminded)
    hypothesis.settings.load_profile("galley")


def pytest_unconfigure(config: pytest.Config) -> None:
    if servers := config.stash.get(_servers, None):
        servers.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the files whose tests mostly wait for processes among the others: the cores are never idle."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    waiting = deque(file for file in files if _WAITING.intersection(file.parts))
    working = [file for file in files if file not in waiting]
    dealt: list[Path] = []
    for place, file in enumerate(working):
        if place % 6 == 0 and waiting:
            dealt.append(waiting.popleft())
        dealt.append(file)
    items[:] = [item for file in [*dealt, *waiting] for item in files[file]]


def pytest_collection_finish() -> None:
    """Look for garbage from here on, and never among what was collected: that stays to the end."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


@pytest.fixture
def has_failed(request: pytest.FixtureRequest) -> Callable[[], bool]:
    """Says after a test whether it failed, or was never run."""
    return lambda: request.node.stash.get(_failed, True)


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> TestServers:
    return request.config.stash[_servers]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: TestServers) -> None:
    """Start PostgreSQL for the first test that needs a database."""
    from tests.support.emptying import empty_quickly
    from tests.support.pool import hand_on_as_they_came

    servers.postgres.start()
    empty_quickly()
    hand_on_as_they_came()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The whole cluster is thrown away; dropping the database would wait for open connections."""
    return True


@pytest.fixture(scope="session", autouse=True)
def _time_for_redis() -> None:
    """Lose no message because Redis had to wait for its turn: only tests with a reconciler could go on."""
    from tests.support.line import wait_longer_for_redis

    wait_longer_for_redis()


@pytest.fixture(scope="session", autouse=True)
def _no_name_server() -> Iterator[None]:
    """Let no test ask a name server: it may be slow, or answer for names that do not exist."""
    from tests.support.names import know_this_machine_alone

    with know_this_machine_alone():
        yield


@pytest.fixture(autouse=True)
def _empty_redis(servers: TestServers, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()  # by itself it would be undone later than this: pytest-django uses it earlier
    servers.redis.start()
    _know_that_redis_is_back()
    servers.redis.flush()


def _know_that_redis_is_back() -> None:
    """Leave the next test nothing that this process still has to say, and Redis not left alone."""
    if "generation.engine.broker.herald" in sys.modules:
        from generation.engine.broker import herald
        from tests.support.line import reopen_line

        herald.wait_until_all_is_said(30)
        reopen_line()  # last: the herald may have tried in vain while Redis was about to come


@pytest.fixture
def redis_server(servers: TestServers) -> Iterator[RedisControl]:
    """Redis with its controls: `kill`, `stop`, `start`, `restart`, `flush`. It is up again after the test."""
    yield servers.redis
    servers.redis.start()


@pytest.fixture
def postgres_server(transactional_db: None, servers: TestServers) -> Iterator[PostgresControl]:
    """PostgreSQL with its controls: `kill`, `stop`, `start`, `restart`. It is up again after the test."""
    yield servers.postgres
    servers.postgres.start()


@pytest.fixture
def processes(
    transactional_db: None,
    servers: TestServers,
    tmp_path: Path,
    has_failed: Callable[[], bool],
    request: pytest.FixtureRequest,
) -> Iterator[Processes]:
    """Starts processes on the test's database: `processes.run(NAME, *ARGUMENTS_OF_PYTHON, env={})`."""
    running = servers.processes(tmp_path)
    yield running
    running.stop()
    if has_failed():
        request.node.add_report_section("teardown", "processes", running.report())
        print(running.report())  # noqa: T201 - shown by pytest beside the failure


@pytest.fixture
def worker(processes: Processes) -> StartProcess:
    """Starts a Celery worker that is ready: `worker(concurrency=4, env={"WORKER_GRACE_SECONDS": "1"})`."""
    from tests.support.galley import start_worker

    return lambda **options: start_worker(processes, **options)


@pytest.fixture
def reconciler(processes: Processes) -> StartProcess:
    """Starts a real reconciler: `reconciler(env={...})`."""
    from tests.support.galley import start_reconciler

    return lambda **options: start_reconciler(processes, **options)


@pytest.fixture(scope="session")
def standing(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    servers: TestServers,
    tmp_path_factory: pytest.TempPathFactory,
) -> "Standing":
    """Starts processes that stand for many tests: `with standing("web") as processes: ...`."""
    from tests.support.standing import standing_processes

    return lambda name: standing_processes(servers, tmp_path_factory.mktemp(name), django_db_blocker)


@pytest.fixture(scope="module")
def _standing_web(standing: "Standing") -> Iterator["RunningWeb"]:
    from tests.support.galley import start_web

    with standing("web") as processes:
        yield start_web(processes)


@pytest.fixture
def web(transactional_db: None, _standing_web: "RunningWeb") -> "RunningWeb":
    """Uvicorn: `web.address`, `web.pid`. It stands for one file: to start it costs more than most tests."""
    return _standing_web


@pytest.fixture
def provider() -> Iterator["AnthropicServer"]:
    """A server that speaks Anthropic's wire format; it answers well unless a test says otherwise."""
    from tests.support.anthropic_server import AnthropicServer

    with AnthropicServer() as server:
        yield server


@pytest.fixture
def provider_env(provider: "AnthropicServer") -> dict[str, str]:
    """What a worker's environment must hold to call `provider`."""
    return {"ANTHROPIC_API_KEY": "sk-test", "ANTHROPIC_BASE_URL": provider.url}


@pytest.fixture
def no_delays(transactional_db: None) -> None:
    """Failed tasks are tried again at once."""
    from generation.app_settings import RETRY_DELAYS
    from settings_app import store

    store.save({delay.key: 0 for delay in RETRY_DELAYS}, changed_by=None)
