"""Which sentences of a text other texts of its kind say too, by the prints they leave."""

from collections.abc import Collection

from django.db import IntegrityError, transaction

from generation.engine.database import was_deleted
from generation.errors import AttemptStopped
from generation.models import SentencePrint
from generation.models.claims import ClaimedTask


def find_shared(claim: ClaimedTask, prints: Collection[int]) -> Collection[int]:
    """Note that the claimed task says these sentences; return which of them its owner's others say too.

    Others are texts of the same kind for another subject or funnel. Of two that are written at once the later
    one finds what they share, for it notes its own before it looks. Raises AttemptStopped where the funnel is
    gone.
    """
    own = {"funnel_id": claim.funnel_id, "blueprint": claim.blueprint, "subject": claim.subject}
    try:
        with transaction.atomic():
            SentencePrint.objects.filter(**own, task_key=claim.task_key).delete()
            SentencePrint.objects.bulk_create(
                SentencePrint(**own, task_key=claim.task_key, print=each) for each in prints
            )
    except IntegrityError as error:
        raise (AttemptStopped() if was_deleted(error) else error) from error
    others = SentencePrint.objects.exclude(funnel=claim.funnel_id, subject=claim.subject)
    of_owner = others.filter(blueprint=claim.blueprint, funnel__owner__funnels=claim.funnel_id)
    return set(of_owner.filter(print__in=prints).values_list("print", flat=True))
