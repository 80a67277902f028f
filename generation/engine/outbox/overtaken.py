"""Letters whose news is old: what they tell of runs again, or has ended anew since."""

from django.db.models import Exists, OuterRef, Q

from generation.engine.outbox.batch_endings import GOES_ON
from generation.models import Delivery, GenerationBatch, GenerationJob
from generation.states import About

OVERTAKEN = "Overtaken: what it tells of runs again, or has ended anew since."


def is_overtaken(letter: Delivery) -> bool:
    """Whether the job or batch it tells of has gone on since. What is gone does not go on."""
    if letter.about != About.BATCH_ENDED:
        return GenerationJob.objects.filter(deliveries=letter, run__gt=letter.run).exists()
    going_on = Exists(GenerationJob.objects.filter(GOES_ON, batch=OuterRef("pk")))
    newer = Q(ended_at__gt=letter.payload["ended_at"])
    return GenerationBatch.objects.filter(newer | going_on, pk=letter.payload["batch"]).exists()
