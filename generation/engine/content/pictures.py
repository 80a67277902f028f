"""The pictures that texts name: those that none names any more are forgotten."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils import timezone

from generation.models import Revision, StoredPicture

_SPARED = timedelta(days=1)
"""So long a picture may wait for the text that names it: an attempt keeps it before it has ended."""


def forget_loose_pictures() -> None:
    """Delete the pictures that no revision names: their attempt was stopped, or their funnel is gone."""
    naming = Revision.objects.filter(fields__has_key="picture")
    naming = naming.alias(name=KT("fields__picture")).filter(name=OuterRef("name"))
    old = StoredPicture.objects.filter(created_at__lt=timezone.now() - _SPARED)
    old.exclude(Exists(naming)).delete()
