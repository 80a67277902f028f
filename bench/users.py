"""Many people at once, on the pages and over the API, while as many jobs run."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles

import httpx2
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from knox.models import AuthToken

from bench.jobs import make_funnel, none_admitted, start_one, use_writer, wait_for_end
from bench.listeners import open_streams
from bench.results import Row, Table
from bench.sizes import Sizes
from bench.workers import process_group, start_worker
from generation.engine.running.dispatch import admit_jobs
from generation.models import GenerationJob
from tests.support.galley import start_web

_MOST_MS = 1000
_SECONDS_A_CALL = 5.0
_PAUSE_SECONDS = (3.0, 7.0)
_KEPT_SHORTER_THAN_THE_SERVER_DOES = httpx2.Limits(keepalive_expiry=2)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, kw_only=True)
class _Person:
    """Someone with a running job: signed in on the pages by `session`, over the API by `token`."""

    job: GenerationJob
    session: str
    token: str

    @property
    def addresses(self) -> dict[str, str]:
        """What they look at, by the name of its row."""
        return {
            "dashboard": reverse("dashboard"),
            "run page": reverse("run", args=[self.job.funnel_id]),
            "GET /api/jobs/{id}/": f"/api/jobs/{self.job.pk}/",
            "GET /api/jobs/": "/api/jobs/",
            "GET /api/usage/": "/api/usage/",
        }


@dataclass(frozen=True, kw_only=True)
class _Look:
    what: str
    seconds: float
    is_error: bool


def measure(sizes: Sizes) -> Table:
    use_writer("demo")
    people = _people(sizes.users)
    with process_group() as processes:
        start_worker(processes, concurrency=sizes.users, seconds_per_call=_SECONDS_A_CALL)
        address = start_web(processes).address
        began = time.monotonic()
        admit_jobs()
        looks = asyncio.run(_all_look(address, people, sizes.looks))
        wait_for_end([person.job.pk for person in people])
        seconds = time.monotonic() - began
    return Table(
        title=f"{sizes.users} people at once while {sizes.users} jobs run",
        note=(
            f"One web and one worker process. Each holds a stream open and looks every "
            f"{_PAUSE_SECONDS[0]:g} to {_PAUSE_SECONDS[1]:g} s, {sizes.looks} times; calls take "
            f"{_SECONDS_A_CALL:g} s."
        ),
        rows=(
            Row(what="errors", value=sum(look.is_error for look in looks), unit="answers", goal=0),
            *_p95_rows(looks),
            Row(what="all jobs completed after", value=seconds, unit="s"),
        ),
    )


def _people(count: int) -> list[_Person]:
    """Return people with one job each, in line."""
    with none_admitted():
        return [_person(number) for number in range(count)]


def _person(number: int) -> _Person:
    user, _ = User.objects.get_or_create(username=f"user-{number}")
    job = start_one(blueprint="funnel", funnel=make_funnel(user))
    _, token = AuthToken.objects.create(user)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), _BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return _Person(job=job, session=session.session_key or "", token=token)


async def _all_look(address: str, people: Sequence[_Person], times: int) -> list[_Look]:
    await open_streams(address, [person.token for person in people])
    found = await asyncio.gather(*(_look_around(address, person, times) for person in people))
    return [look for looks in found for look in looks]


async def _look_around(address: str, person: _Person, times: int) -> list[_Look]:
    drawn = random.Random(str(person.job.pk))  # noqa: S311 - when somebody looks at what
    cookies = {settings.SESSION_COOKIE_NAME: person.session}
    looks = []
    async with httpx2.AsyncClient(
        base_url=address, cookies=cookies, timeout=60, limits=_KEPT_SHORTER_THAN_THE_SERVER_DOES
    ) as client:
        for _ in range(times):
            await asyncio.sleep(drawn.uniform(*_PAUSE_SECONDS))
            what, path = drawn.choice(list(person.addresses.items()))
            headers = {"Authorization": f"Token {person.token}"} if path.startswith("/api/") else {}
            began = time.monotonic()
            is_error = not await _is_answered(client, path, headers)
            looks.append(_Look(what=what, seconds=time.monotonic() - began, is_error=is_error))
    return looks


async def _is_answered(client: httpx2.AsyncClient, path: str, headers: Mapping[str, str]) -> bool:
    try:
        return (await client.get(path, headers=headers)).status_code == httpx2.codes.OK
    except httpx2.HTTPError:
        return False


def _p95_rows(looks: Sequence[_Look]) -> Iterator[Row]:
    by_what = defaultdict(list)
    for look in looks:
        by_what[look.what].append(look.seconds)
    for what, seconds in sorted(by_what.items()):
        p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        yield Row(what=f"{what}: 95th percentile", value=p95 * 1000, unit="ms", goal=_MOST_MS)
