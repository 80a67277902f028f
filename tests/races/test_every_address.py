"""No address breaks, whatever is done at that moment: its owner is deleted, or somebody asks the same."""

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from http.client import INTERNAL_SERVER_ERROR

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from generation.app_settings import MAX_CONCURRENT_JOBS
from generation.engine.verbs.deletion import delete_owners
from settings_app import store
from tests.support.batches import make_batch
from tests.support.deliveries import ended_job
from tests.support.every_address import Address, Parts, about_others, addresses, parts_of
from tests.support.funnels import make_funnel, make_user
from tests.support.locks import waiting_for_us
from tests.support.processes import wait_until
from tests.support.threads import all_at_once, in_thread

AT_ONCE = 16
"""Each takes a connection, and the pool has twenty."""

FOR_STRANGERS = ("post sign-in/", "post sign-up/", "post password/new/<uidb64>/<token>/")
TAKES_AWAY = ("cancel", "delete", "revoke", "sign-out", "password")
"""What is done last, in this order, as nothing could be done after it: a new password ends the session."""


def make_root(name: str = "ana") -> User:
    return make_user(name, is_staff=True, is_superuser=True, email=f"{name}@shop.example")


def client_for(address: Address, user: User, session: Client) -> Client:
    """Return a client as this address is asked by: a session serves many, but the one that ends it."""
    client = Client(raise_request_exception=False)
    if str(address) == "post sign-out/":
        client.force_login(user)
    elif str(address) not in FOR_STRANGERS:
        client.cookies = session.cookies.copy()
    return client


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def waves(found: list[Address], size: int) -> Iterator[list[Address]]:
    for first in range(0, len(found), size):
        yield found[first : first + size]


def all_wait_for_us(threads: Iterable[threading.Thread]) -> bool:
    """Whether those that are not done yet wait for a lock of ours."""
    return waiting_for_us() >= sum(thread.is_alive() for thread in threads)


def test_nothing_breaks_while_its_owner_is_deleted(transactional_db):
    broken: list[str] = []

    def ask(address: Address, client: Client, parts: Parts) -> None:
        if address.send(client, parts) == INTERNAL_SERVER_ERROR:
            broken.append(str(address))

    for wave in waves(addresses(), AT_ONCE):
        ana = make_root()
        session = signed_in(ana)
        clients = [client_for(address, ana, session) for address in wave]
        parts = parts_of(ana)  # a link for a new password ends with the next time one signs in
        asked = [partial(ask, address, client, parts) for address, client in zip(wave, clients, strict=True)]

        with transaction.atomic():
            delete_owners([ana])
            threads = [in_thread(work) for work in asked]
            assert wait_until(partial(all_wait_for_us, [thread for thread, _ in threads]))
        for thread, raised in threads:
            thread.join()
            assert not raised, raised

        assert not User.objects.filter(pk=ana.pk).exists(), f"One of these wrote her anew: {wave}"
    assert broken == []


def test_nothing_breaks_that_is_asked_twice_at_once(transactional_db):
    ana = make_root()
    parts, session = parts_of(ana), signed_in(ana)
    failed = ended_job(make_funnel(ana))
    store.save({MAX_CONCURRENT_JOBS.key: 0}, changed_by=None)
    in_line, forgetful = make_batch(ana).jobs.all()[0], make_user("forgetful")
    broken: set[str] = set()

    for wave in waves(sorted(addresses(), key=takes_away), AT_ONCE // 2):
        twice = [address for address in wave for _ in range(2)]
        asked = [
            partial(
                address.send,
                client_for(address, ana, session),
                about_others(address, parts, failed=failed, in_line=in_line, forgetful=forgetful),
            )
            for address in twice
        ]
        for address, status in zip(twice, all_at_once(asked), strict=True):
            if status not in range(200, INTERNAL_SERVER_ERROR):
                broken.add(f"{address}: {status}")

    assert broken == set()


def takes_away(address: Address) -> int:
    """Return how late its turn is."""
    return max((late for late, word in enumerate(TAKES_AWAY, start=1) if word in str(address)), default=0)
