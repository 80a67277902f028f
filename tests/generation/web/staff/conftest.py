"""Staff who look, and staff who act."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def olga(db: None) -> "Client":
    """Staff who operate everybody's jobs."""
    from tests.support.admin import staff

    return staff("olga", "change_generationjob")


@pytest.fixture
def rita(db: None) -> "Client":
    """Staff who may look."""
    from tests.support.admin import staff

    return staff("rita")
