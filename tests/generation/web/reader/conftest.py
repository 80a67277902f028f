"""A funnel with its first parts written, and who looks at it.

Django is not set up yet when pytest reads this file, so the fixtures import what they need themselves.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from generation.models import Funnel, GenerationJob, Section


@pytest.fixture
def other(db: None) -> "Client":
    """Ben's browser: somebody else's."""
    from tests.support.admin import client_of
    from tests.support.funnels import make_user

    return client_of(make_user("ben"))


@pytest.fixture
def staff(db: None) -> "Client":
    """The browser of staff without any permission."""
    from tests.support.admin import client_of
    from tests.support.funnels import make_user

    return client_of(make_user("sam", is_staff=True))


@pytest.fixture
def funnel(ana: "User") -> "Funnel":
    from tests.support.funnels import make_funnel

    return make_funnel(ana)


@pytest.fixture
def job(funnel: "Funnel") -> "GenerationJob":
    """A job that runs, with nothing written."""
    from tests.support.jobs import start_running

    return start_running(funnel)


@pytest.fixture
def section(job: "GenerationJob") -> "Section":
    """The only section of the first part."""
    from tests.support.jobs import write

    return write(job, 1, "As it was written.")
