"""Exports asked for, sent, sent again, forgotten."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from config.celery import QUEUE
from generation.engine.broker import courier
from generation.engine.broker.courier import RESEND
from generation.engine.exporting.requests import (
    KEPT,
    KEPT_PER_FUNNEL,
    forget_old_exports,
    send_stalled_exports,
)
from generation.errors import InvalidRequestError, NotAllowedError
from generation.exports import UnfitFormatError
from generation.models import ExportFile, Revision
from generation.states import ExportStatus
from tests.support.exports import ask_for, written_funnel
from tests.support.funnels import make_funnel, make_user
from tests.support.line import is_one_done_soon
from tests.support.threads import all_at_once

A_WHILE = RESEND + timedelta(seconds=1)


@pytest.fixture
def funnel(transactional_db):
    return written_funnel()


def in_queue(file: ExportFile) -> bool:
    queued = courier.chains_in_queue()
    assert queued is not None
    return courier.export_name(file.pk) in queued


def long_ago(file: ExportFile, **times: timedelta) -> None:
    ExportFile.objects.filter(pk=file.pk).update(
        **{name: timezone.now() - age for name, age in times.items()}
    )


def test_a_file_asked_for_is_on_its_way(funnel):
    file = ask_for(funnel, "pdf", product="lead_magnet")

    assert (file.status, file.format, file.product) == (ExportStatus.MAKING, "pdf", "lead_magnet")
    assert in_queue(file)


def test_the_same_content_asked_for_again_is_the_same_file(funnel):
    assert ask_for(funnel).pk == ask_for(funnel).pk
    assert ask_for(funnel).pk != ask_for(funnel, "html").pk
    assert ask_for(funnel).pk != ask_for(funnel, product="lead_magnet").pk


def test_asked_for_by_many_at_once_it_is_one_file_and_one_message(funnel, redis_server):
    with redis_server.client() as client:
        before = client.llen(QUEUE)

        files = all_at_once([lambda: ask_for(funnel)] * 5)

        assert len({file.pk for file in files}) == 1
        assert client.llen(QUEUE) - before == 1


def test_another_text_is_another_file(funnel):
    before = ask_for(funnel)
    Revision.objects.update(body="Another text.")

    assert ask_for(funnel).pk != before.pk


def test_a_file_keeps_what_it_is_made_of_until_it_is_made(funnel):
    file = ask_for(funnel)
    Revision.objects.update(body="Another text.")

    file.refresh_from_db()
    assert file.content["parts"][0]["sections"][0]["body"] == "A text of five words."


def test_what_is_not_there_is_refused(funnel):
    with pytest.raises(UnfitFormatError):
        ask_for(funnel, "docm")
    with pytest.raises(InvalidRequestError):
        ask_for(funnel, product="upsell_9")
    with pytest.raises(NotAllowedError):
        ask_for(funnel, product="bump")
    assert not ExportFile.objects.exists()


def test_a_failed_file_asked_for_again_is_made_again(funnel):
    file = ask_for(funnel)
    ExportFile.objects.update(status=ExportStatus.FAILED, error_message="No.", content=None, claims=3)

    again = ask_for(funnel)

    again.refresh_from_db()
    assert (again.pk, again.status, again.error_message, again.claims) == (
        file.pk,
        ExportStatus.MAKING,
        "",
        0,
    )
    assert again.content is not None


def test_a_request_is_answered_while_redis_is_away(funnel, redis_server):
    redis_server.stop()

    def ask(kind: str) -> None:
        assert ask_for(funnel, kind).status == ExportStatus.MAKING

    assert is_one_done_soon(partial(ask, kind) for kind in ("md", "html", "pdf"))


def test_a_lost_message_is_sent_again_after_a_while_and_not_before(funnel, redis_server):
    file = ask_for(funnel)
    redis_server.flush()

    assert send_stalled_exports() == 0
    long_ago(file, sent_at=A_WHILE)
    assert send_stalled_exports() == 1

    assert in_queue(file)


def test_asking_again_after_a_while_sends_it_again(funnel, redis_server):
    file = ask_for(funnel)
    redis_server.flush()
    long_ago(file, sent_at=A_WHILE)

    ask_for(funnel)

    assert in_queue(file)


def test_a_message_that_still_waits_is_not_sent_again(funnel):
    long_ago(ask_for(funnel), sent_at=A_WHILE)

    assert send_stalled_exports() == 0


def test_a_file_in_the_making_is_left_to_its_maker_as_long_as_that_one_lives(funnel, redis_server):
    file = ask_for(funnel)
    redis_server.flush()

    long_ago(file, sent_at=A_WHILE, claimed_at=timedelta(seconds=15))
    assert send_stalled_exports() == 0
    long_ago(file, sent_at=A_WHILE, claimed_at=timedelta(seconds=25))
    assert send_stalled_exports() == 1


@pytest.mark.parametrize("status", [ExportStatus.READY, ExportStatus.FAILED])
def test_what_has_ended_is_not_sent_again(funnel, redis_server, status):
    long_ago(ask_for(funnel), sent_at=A_WHILE)
    ExportFile.objects.update(status=status)
    redis_server.flush()

    assert send_stalled_exports() == 0


def test_files_are_forgotten_after_a_week(funnel):
    old, young = ask_for(funnel), ask_for(funnel, "html")
    long_ago(old, created_at=KEPT + timedelta(minutes=1))

    forget_old_exports()

    assert list(ExportFile.objects.values_list("pk", flat=True)) == [young.pk]


def test_of_a_funnel_the_newest_are_kept_and_of_another_as_many(db):
    funnels = make_funnel(), make_funnel(make_user("ben"))
    for funnel in funnels:
        for number in range(KEPT_PER_FUNNEL + 2):
            file = ExportFile.objects.create(
                funnel=funnel, blueprint="funnel", format="md", fingerprint=str(number)
            )
            long_ago(file, created_at=timedelta(minutes=number))

    forget_old_exports()

    for funnel in funnels:
        kept = {int(file.fingerprint) for file in ExportFile.objects.filter(funnel=funnel)}
        assert kept == set(range(KEPT_PER_FUNNEL))
