"""What is done to funnels and the briefs people keep: changed, copied, kept as templates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction

from generation.blueprints import get_blueprint
from generation.models import BriefTemplate, Funnel

LONGEST_NAME = 200


def lacks_something(brief: Any, language: str) -> bool:
    """Whether a funnel with this brief is a draft still."""
    return bool(get_blueprint("funnel").check_brief(brief, language))


@contextmanager
def held_funnel(funnel: Funnel) -> Iterator[Funnel]:
    """Lend the funnel as it is now; nobody else changes it meanwhile. Raises Funnel.DoesNotExist."""
    with transaction.atomic():
        yield Funnel.objects.select_for_update(no_key=True).get(pk=funnel.pk)


def change_funnel(funnel: Funnel, change: Callable[[Funnel], None]) -> Funnel:
    """Let `change` rewrite name, language and brief of the funnel as it is now; return it as it is then.

    Whether it is a draft follows from its brief. What `change` raises leaves it as it was; raises
    Funnel.DoesNotExist where it is gone.
    """
    with held_funnel(funnel) as held:
        before = _own(held)
        change(held)
        if _own(held) != before:
            held.draft = lacks_something(held.brief, held.language)
            held.save(update_fields=["name", "language", "brief", "draft", "updated_at"])
    return held


def new_funnel(owner: User, *, name: str, language: str, brief: Any, funnel_id: UUID | None = None) -> Funnel:
    """Write a funnel; it is a draft as long as its brief lacks something.

    Where the owner's funnel of that id is there already, it is returned as it is.
    """
    values = {
        "name": name[:LONGEST_NAME],
        "language": language,
        "brief": brief,
        "draft": lacks_something(brief, language),
    }
    funnel, _ = Funnel.objects.get_or_create(pk=funnel_id or uuid4(), owner=owner, defaults=values)
    return funnel


def duplicate_funnel(funnel: Funnel, owner: User, *, funnel_id: UUID | None = None) -> Funnel:
    """Write another funnel of the same brief; nothing that was written for the first comes along.

    Where the owner's funnel of that id is there already, it is returned as it is.
    """
    ending = " (copy)"
    name = funnel.name[: LONGEST_NAME - len(ending)] + ending
    return new_funnel(owner, name=name, language=funnel.language, brief=funnel.brief, funnel_id=funnel_id)


def keep_as_template(
    funnel: Funnel, owner: User, *, name: str, template_id: UUID | None = None
) -> BriefTemplate:
    """Keep the brief to begin other funnels with; later changes of either do not touch the other.

    Where the owner's template of that id is there already, it is returned as it is.
    """
    values = {"name": name[:LONGEST_NAME], "language": funnel.language, "brief": funnel.brief}
    template, _ = BriefTemplate.objects.get_or_create(pk=template_id or uuid4(), owner=owner, defaults=values)
    return template


def _own(funnel: Funnel) -> tuple[str, str, Any]:
    return funnel.name, funnel.language, deepcopy(funnel.brief)
