"""A receiver on this machine, and a webhook that leads there."""

from dataclasses import replace

import pytest

from tests.support.receiver import Receiver


@pytest.fixture
def receiver(settings):
    settings.ENV = replace(settings.ENV, webhooks_to_private_addresses=True)
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def webhook(receiver):
    from tests.support.deliveries import make_webhook  # with the rows, which are not ready before Django is
    from tests.support.funnels import make_user

    return make_webhook(make_user(), receiver.url)
