"""Ana's funnels, and somebody else."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client

    from generation.models import Funnel


@pytest.fixture
def others_page(db: None) -> "Client":
    """Ben's browser."""
    from tests.support.admin import client_of
    from tests.support.funnels import make_user

    return client_of(make_user("ben"))


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
