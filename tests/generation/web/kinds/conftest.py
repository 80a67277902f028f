"""Ana's funnel, and who else looks at her pages."""

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
def staff(db: None) -> "Client":
    """Staff who may look at everything and change nothing."""
    from tests.support.admin import client_of
    from tests.support.funnels import make_user

    return client_of(make_user("sam", is_staff=True))


@pytest.fixture
def stranger(db: None) -> "Client":
    from tests.support.admin import client_of
    from tests.support.funnels import make_user

    return client_of(make_user("ben"))
