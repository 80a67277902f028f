"""Ana's browser."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client


@pytest.fixture
def browser(ana: "User") -> "Client":
    from tests.support.admin import client_of

    return client_of(ana)
