"""Leases short enough for a test to wait for their end."""

import pytest


@pytest.fixture(autouse=True)
def short_lease(transactional_db: None) -> None:
    from generation.app_settings import LEASE_SECONDS
    from settings_app import store
    from tests.support import recovery

    store.save({LEASE_SECONDS.key: recovery.LEASE_SECONDS}, changed_by=None)
