"""Pictures that no text names any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from generation.engine.content.pictures import forget_loose_pictures
from generation.models import Revision, Section, StoredPicture
from tests.support.funnels import make_funnel

pytestmark = pytest.mark.django_db


def stored(name: str, *, days: int) -> None:
    StoredPicture.objects.create(name=name, data=b"")
    StoredPicture.objects.filter(pk=name).update(created_at=timezone.now() - timedelta(days=days))


def test_pictures_that_no_text_names_are_forgotten_after_a_day():
    stored("loose.png", days=2)
    stored("fresh.png", days=0)
    stored("named.png", days=2)
    section = Section.objects.create(
        funnel=make_funnel(),
        blueprint="carousel",
        task_key="picture_1",
        key="picture",
        kind="picture",
        position=1,
    )
    Revision.objects.create(section=section, number=1, body="", fields={"picture": "named.png"})

    forget_loose_pictures()

    assert set(StoredPicture.objects.values_list("name", flat=True)) == {"fresh.png", "named.png"}
