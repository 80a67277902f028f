"""The real product for a real browser: uvicorn, worker, reconciler and provider, and people who look at it.

The web server and the browser stand for the whole run, a worker and a reconciler for one file. A test asks
for `signed_in` or `visitor`, and for `writing` where something is to be generated.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, expect

from tests.support.anthropic_server import AnthropicServer
from tests.support.browser import CHROMIUM, LONGEST_MS, WITHOUT_WORKER, Chromium, Visitor
from tests.support.galley import start_reconciler, start_web, start_worker
from tests.support.processes import Processes, wait_until
from tests.support.standing import Standing
from tests.support.tools import find_tool

OpenVisitor = Callable[..., Visitor]

_web = pytest.StashKey[Processes]()


@pytest.fixture(scope="session")
def chromium() -> str:
    return find_tool(*CHROMIUM, package=CHROMIUM[0], tests="browser tests")


@pytest.fixture(scope="session")
def _standing_provider() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="session")
def standing_chromium(chromium: str) -> Iterator[Chromium]:
    expect.set_options(timeout=LONGEST_MS)  # a word that is lost costs a page fifteen seconds
    standing = Chromium(chromium)
    yield standing
    standing.close()


@pytest.fixture
def browser(standing_chromium: Chromium) -> Iterator[Browser]:
    with standing_chromium.lent() as browser:
        yield browser


@pytest.fixture(scope="session")
def _standing_web(chromium, standing: Standing, _standing_provider, request) -> Iterator[str]:
    """Uvicorn, with every static file in place before it starts: it looks for them once."""
    env = _environment(_standing_provider)
    with standing("web") as processes:
        request.config.stash[_web] = processes
        collecting = processes.run("static", "manage.py", "collectstatic", "--noinput", env=env)
        assert collecting.wait(seconds=120) == 0  # several begin at once where tests run side by side
        yield start_web(processes, env=env).address


@pytest.fixture(scope="module")
def _standing_workers(standing: Standing, _standing_provider) -> Iterator[Processes]:
    env = _environment(_standing_provider)
    with standing("workers") as processes:
        start_reconciler(processes, env=env)
        start_worker(processes, concurrency=8, env=env)
        yield processes


@pytest.fixture
def provider(_standing_provider: AnthropicServer) -> Iterator[AnthropicServer]:
    """The provider that the worker calls; it has received nothing yet, and holds nobody after the test."""
    _standing_provider.forget()
    yield _standing_provider
    _standing_provider.go_on()


@pytest.fixture
def address(transactional_db, _standing_web: str) -> str:
    """Where the product answers, without a slash at the end."""
    return _standing_web


@pytest.fixture
def visitor(address: str, browser: Browser, has_failed, request, tmp_path) -> Iterator[OpenVisitor]:
    """Opens a browser of its own for a person: `visitor(user)`, `visitor(user, **PHONE)`, `visitor(None)`.

    After the test no page of it may have complained.
    """
    visitors: list[Visitor] = []

    def open_visitor(user=None, **options) -> Visitor:
        visitors.append(Visitor(browser, address, user=user, **options))
        return visitors[-1]

    yield open_visitor
    if has_failed():
        _show(visitors, tmp_path)
        print(request.config.stash[_web].report()[-8000:])  # noqa: T201 - shown by pytest beside the failure
    for opened in visitors:
        opened.close()
    complaints = [text for opened in visitors for text in opened.complaints()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def signed_in(visitor: OpenVisitor) -> Visitor:
    """Ana, signed in: `signed_in.open("/funnels/")` opens a tab."""
    from tests.support.funnels import make_user

    return visitor(make_user("ana"))


@pytest.fixture
def without_worker(visitor: OpenVisitor, signed_in: Visitor) -> Visitor:
    """Another browser of Ana's, where a test can answer requests itself."""
    return visitor(signed_in.user, **WITHOUT_WORKER)


@pytest.fixture
def looked_at(visitor: OpenVisitor):
    """Opens a page of this body, and of this title, for nobody: `looked_at("<p id=a data-piece>One</p>")`."""
    from tests.support.looked_at import LookedAt

    return lambda body, title="Before": LookedAt(visitor(**WITHOUT_WORKER), body, title)


@pytest.fixture
def funnel(signed_in: Visitor):
    """A funnel of Ana's, described and not started."""
    from tests.support.funnels import make_funnel

    return make_funnel(signed_in.user, name="Focus Funnel")


@pytest.fixture
def writing(transactional_db, provider, _standing_workers, no_delays) -> Iterator[AnthropicServer]:
    """The provider, with a worker and a reconciler at work; what is left open is cancelled."""
    yield provider
    provider.go_on()
    _end_all(provider)


def _end_all(provider: AnthropicServer) -> None:
    """Leave no work behind: it would write into the next test's empty database."""
    from generation.engine.verbs.jobs import cancel_job
    from generation.errors import NotAllowedError
    from generation.models import GenerationJob, GenerationTask

    for job in GenerationJob.objects.filter(status__in=("queued", "running")):
        with suppress(NotAllowedError):  # it ended meanwhile
            cancel_job(job)
    assert wait_until(lambda: not provider.in_flight)
    assert wait_until(lambda: not GenerationTask.objects.filter(status="in_progress").exists())


def _environment(provider: AnthropicServer) -> dict[str, str]:
    return {
        "ANTHROPIC_API_KEY": "sk-test",
        "ANTHROPIC_BASE_URL": provider.url,
        "DJANGO_SETTINGS_MODULE": "tests.support.web_settings",
    }


def _show(visitors: list[Visitor], folder) -> None:
    """Leave a picture of every tab of a test that failed."""
    for number, page in enumerate((page for opened in visitors for page in opened.context.pages), start=1):
        picture = folder / f"tab-{number}.png"
        page.screenshot(path=picture)
        print(f"{page.url} looked like {picture}")  # noqa: T201 - shown by pytest beside the failure
