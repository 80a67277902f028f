"""Ana at her browser, which runs no JavaScript here: what works in these tests works without."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client


@pytest.fixture
def ana(db: None) -> "User":
    from tests.support.funnels import make_user

    return make_user("ana")


@pytest.fixture
def page(ana: "User") -> "Client":
    """Ana's browser."""
    from tests.support.admin import client_of

    return client_of(ana)
