"""A person's choice when a part is regenerated: which sections take the new text, and which keep theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from generation.models import Section
from generation.models.moves import LockedJob


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What becomes of sections that a rewrite would otherwise treat by what they are.

    `replace` names edited or locked sections that are to take the new text, each with the version the person
    saw; `keep` names others that are to keep theirs.
    """

    replace: Mapping[UUID, int] = field(default_factory=dict)
    keep: frozenset[UUID] = frozenset()


AS_THEY_ARE = Choice()


def settle_choice(locked: LockedJob, task_key: str, choice: Choice) -> list[str]:
    """Do as the person chose; must run under the job's lock. Return the keys of the sections given up.

    A section given up counts as edited and locked no more; its revisions stay. One that was changed since the
    person saw it is not given up. One to be kept is locked, unless it is a person's already.
    """
    if not choice.replace and not choice.keep:
        return []
    sections = Section.objects.select_for_update().filter(
        funnel=locked.job.funnel_id,
        blueprint=locked.job.blueprint,
        subject=locked.job.subject,
        task_key=task_key,
    )
    given_up = []
    for section in sections.order_by("position"):
        if choice.replace.get(section.pk) == section.version and (section.edited or section.locked):
            section.edited = section.locked = False
            given_up.append(section.key)
        elif section.pk in choice.keep and not section.edited:
            section.locked = True
        section.save(update_fields=["edited", "locked", "updated_at"])
    return given_up
