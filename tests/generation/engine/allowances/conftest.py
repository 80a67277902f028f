from collections.abc import Iterator

import pytest


@pytest.fixture
def twenty_credits_and_a_ledger_that_adds_up(db: None) -> Iterator[None]:
    """Everybody begins with twenty credits, and whatever a test does, each ledger is right in the end."""
    from generation.app_settings import STARTING_CREDITS
    from settings_app import store
    from tests.support.credits import assert_accounts_add_up

    store.save({STARTING_CREDITS.key: 20}, changed_by=None)
    yield
    assert_accounts_add_up()
