"""Callers of the API, each with a token of their own.

Django is not set up yet when pytest reads this file, so the fixtures import what they need themselves.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from rest_framework.test import APIClient

    from generation.models import Funnel
    from tests.support.galley import RunningWeb
    from tests.support.standing import Standing


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Nobody starts with the requests of another test on their account."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def ana(db: None) -> "User":
    from tests.support.funnels import make_user

    return make_user("ana")


@pytest.fixture
def api(ana: "User") -> "APIClient":
    """Ana's client."""
    from tests.support.api import client_of

    return client_of(ana)


@pytest.fixture
def other(db: None) -> "APIClient":
    """Ben's client: somebody else's."""
    from tests.support.api import client_named

    return client_named("ben")


@pytest.fixture
def staff(db: None) -> "APIClient":
    from tests.support.api import client_named

    return client_named("sam", is_staff=True)


@pytest.fixture
def operator(db: None) -> "APIClient":
    """Staff who may act on other people's jobs."""
    from tests.support.api import staff_who_may

    return staff_who_may("olga", "change_generationjob")


@pytest.fixture
def funnel(ana: "User") -> "Funnel":
    """Ana's funnel."""
    from tests.support.funnels import make_funnel

    return make_funnel(ana)


@pytest.fixture(scope="module")
def _standing_web(standing: "Standing") -> Iterator["RunningWeb"]:
    """Uvicorn, for one file: what its streams tell they were told, and did not find by a look of theirs."""
    from tests.support.galley import start_web

    with standing("web") as processes:
        yield start_web(processes, entry="tests.support.quiet_web")


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable) -> Callable:
    """`with committed():` does what waits for a commit when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
