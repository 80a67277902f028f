"""A person at a real Chromium, signed in, and watched for what no page may do.

No page may write an error or a warning to the console, throw, or ask another host for anything.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.support.processes import wait_until

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_ARGUMENTS = (
    "--no-sandbox",  # it refuses to start as root with one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nor does Chromium itself call home
)
CHROMIUM = ("chromium-headless-shell", "chromium")
"""The same engine twice: the first, without windows, opens a browser in a third of the time."""

_ALLOW_DATABASE = "DJANGO_ALLOW_ASYNC_UNSAFE"
_LEAVES_NO_HOST = ("about", "blob", "chrome-error", "data", "mailto")
_OVERTAKEN = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx writes when a newer request takes the place of one under way; of one that failed it says more."""
_NETWORK_OFF = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_FAILED")

LONGEST_MS = 60_000
"""How long anything is waited for: four tests at once, and a machine that stands still now and then."""

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
WITHOUT_WORKER: dict[str, Any] = {"service_workers": "block"}
"""For a test that answers requests itself: those of the service worker would go past it to the server."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request of a page: when, how, and for what."""

    at: float  # seconds, of the monotonic clock
    method: str
    path: str  # with its query
    kind: str  # "document", "script", "fetch", "eventsource" and so on


class Visitor:
    """One person's browser: cookies of its own, as many tabs as are opened, every request noted."""

    def __init__(self, browser: Browser, address: str, *, user: "User | None" = None, **options: Any) -> None:
        self.address = address
        self.user = user
        self.asked: list[Asked] = []
        self._host = urlsplit(address).netloc
        self._complaints: list[str] = []
        self._expected = [*_OVERTAKEN]
        if options.items() >= WITHOUT_WORKER.items():
            self.expect_trouble("blocked by Playwright")
        # What moves keeps a processor busy, and every click waits until what it is meant for stands still.
        usual = {"locale": "en-US", "reduced_motion": "reduce"}
        self.context = browser.new_context(base_url=address, **{**usual, **options})
        self.context.set_default_timeout(LONGEST_MS)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self._complain(f"thrown in the page: {error.error}"))
        self.context.on("request", self._note)
        if user:
            self.context.add_cookies([_session_of(user, address)])

    def open(self, path: str = "/") -> Page:
        """Open a tab on this page of the product."""
        page = self.context.new_page()
        page.goto(path)
        return page

    def expect_trouble(self, *texts: str) -> None:
        """Let the console say, in this test, what holds one of these texts; the narrower, the better.

        For what a browser writes there by itself: "status of 422" for a form that comes back, say.
        """
        self._expected.extend(texts)

    def stop_time(self) -> None:
        """Let time pass in pages opened from now on only by `page.clock.fast_forward(5000)` and the like.

        For what is there for some seconds only: a busy machine may take as long to look at it.
        """
        now = time.time()
        self.context.clock.install(time=now)
        self.context.clock.pause_at(now)

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Take the network away; requests that fail meanwhile are no complaint."""
        self.expect_trouble(*_NETWORK_OFF)
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)

    def asked_since(self, moment: float) -> list[Asked]:
        return [asked for asked in self.asked if asked.at >= moment]

    def complaints(self) -> list[str]:
        """Return what the pages did that no page may do."""
        return [text for text in self._complaints if not any(known in text for known in self._expected)]

    def close(self) -> None:
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complain(f"{message.type} in the console: {message.text} ({message.location['url']})")

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in _LEAVES_NO_HOST:
            return
        if parts.netloc != self._host:
            self._complain(f"a request that left the host: {request.url}")
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.asked.append(
            Asked(at=time.monotonic(), method=request.method, path=path, kind=request.resource_type)
        )

    def _complain(self, text: str) -> None:
        self._complaints.append(text)


class Chromium:
    """One Chromium that stands while others work: `with chromium.lent() as browser`.

    Playwright marks its event loop as running on this thread for good, so that nobody could run another and
    Django would refuse its database. The mark is there while the browser is lent, and at no other time.
    Beside a loop Django has connections of their own, which nobody else could give up when a server stops.
    """

    def __init__(self, executable: str) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        self._loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)

    @contextmanager
    def lent(self) -> Iterator[Browser]:
        asyncio._set_running_loop(self._loop)
        os.environ[_ALLOW_DATABASE] = "yes"
        try:
            yield self._browser
        finally:
            connections.close_all()
            del os.environ[_ALLOW_DATABASE]
            asyncio._set_running_loop(None)

    def close(self) -> None:
        with self.lent() as browser:
            browser.close()
            self._playwright.stop()


def wait_for(page: Page, claim: Any) -> None:
    """Wait until `claim()` is true while the page's events are heard. Raises AssertionError."""

    def look() -> Any:
        page.wait_for_timeout(50)
        return claim()

    assert wait_until(look, seconds=LONGEST_MS / 1000, every=0), f"It never came true on {page.url}."


def _session_of(user: "User", address: str) -> Any:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address, "httpOnly": True}
