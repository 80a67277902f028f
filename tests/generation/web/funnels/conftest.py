"""Ana at her browser, which runs no JavaScript here: what works in these tests works without."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from generation.models import Funnel


@pytest.fixture
def ana(db: None) -> "User":
    from tests.support.funnels import make_user

    return make_user("ana")


@pytest.fixture
def page(ana: "User") -> "Client":
    """Ana's browser."""
    from django.test import Client

    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def others_page(db: None) -> "Client":
    """Ben's browser."""
    from django.test import Client

    from tests.support.funnels import make_user

    client = Client()
    client.force_login(make_user("ben"))
    return client


@pytest.fixture
def funnel(ana: "User") -> "Funnel":
    """Ana's funnel, whose brief is whole."""
    from tests.support.funnels import make_funnel

    return make_funnel(ana)


@pytest.fixture
def draft(ana: "User") -> "Funnel":
    """Ana's funnel, of which only the name is written."""
    from tests.support.funnels import make_funnel

    return make_funnel(ana, name="Later", brief={}, draft=True)
