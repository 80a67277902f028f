"""What has had its day is forgotten, each apart from the others."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from generation.engine.exporting.requests import KEPT, request_export
from generation.engine.mending.cleaning import clean_up
from generation.models import ExportFile, ProcessBeat
from tests.support.admin import make_beat
from tests.support.exports import written_funnel
from tests.support.threads import all_at_once


def clean_up_without_patience() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    clean_up()


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_keeps_nothing_else_from_being_forgotten():
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    file = request_export(written_funnel(), format="md")
    ExportFile.objects.update(created_at=long_ago)
    make_beat("worker@gone")
    ProcessBeat.objects.update(at=long_ago)

    with transaction.atomic():
        ExportFile.objects.select_for_update().get(pk=file.pk)
        assert all_at_once([clean_up_without_patience]) == [None]

    assert ExportFile.objects.exists()
    assert not ProcessBeat.objects.exists()
