"""Writers made ready before the first task."""

from dataclasses import replace

import pytest

from generation.app_settings import FALLBACK_WRITERS, WRITER_PROVIDER
from generation.engine.writers.warming import warm_writers
from generation.providers import PROVIDERS, get_provider
from generation.providers.loop import provider_loop
from settings_app import store

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_client_of_who_may_write_stands_on_the_loop_before_the_first_call(server):
    store.save({WRITER_PROVIDER.key: "demo", FALLBACK_WRITERS.key: "anthropic:claude-x"}, changed_by=None)

    warm_writers()

    assert get_provider("anthropic")._client._loop is provider_loop()
    assert not server.requests


def test_who_does_not_write_is_not_even_imported(server):
    store.save({WRITER_PROVIDER.key: "demo"}, changed_by=None)

    warm_writers()

    get_provider("demo")
    assert (get_provider.cache_info().hits, get_provider.cache_info().currsize) == (1, 1)


def test_a_writer_that_cannot_be_made_ready_keeps_no_worker_from_its_work(server, monkeypatch):
    broken = replace(PROVIDERS["anthropic"], module="generation.providers.missing")
    monkeypatch.setitem(PROVIDERS, "anthropic", broken)

    warm_writers()


def test_neither_does_a_database_that_is_away(server, postgres_server):
    postgres_server.kill()

    warm_writers()
