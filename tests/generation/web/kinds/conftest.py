"""Ana's funnel, and who looks at her pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from generation.models import Funnel


@pytest.fixture
def funnel(ana: "User") -> "Funnel":
    from tests.support.funnels import make_funnel

    return make_funnel(ana, name="Focus Funnel")


@pytest.fixture
def browser_of() -> Callable[["User"], "Client"]:
    """Signs a user in, without a browser's script."""
    from django.test import Client

    def sign_in(user: "User") -> "Client":
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def page(browser_of: Callable[["User"], "Client"], ana: "User") -> "Client":
    """Ana's."""
    return browser_of(ana)


@pytest.fixture
def staff(browser_of: Callable[["User"], "Client"], db: None) -> "Client":
    """Staff who may look at everything and change nothing."""
    from tests.support.funnels import make_user

    return browser_of(make_user("sam", is_staff=True))


@pytest.fixture
def stranger(browser_of: Callable[["User"], "Client"], db: None) -> "Client":
    from tests.support.funnels import make_user

    return browser_of(make_user("ben"))
