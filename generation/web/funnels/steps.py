"""The three steps in which a brief is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from generation.web.funnels.fields import (
    AUDIENCE,
    BUNDLE_GROUP,
    MONEY,
    PRODUCT_GROUPS,
    STYLE,
    BriefField,
    FieldGroup,
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the brief; `slug` is its place in the address."""

    slug: str
    title: str
    lead: str
    groups: tuple[FieldGroup, ...]

    @property
    def fields(self) -> Iterator[BriefField]:
        for group in self.groups:
            yield from group.fields


STEPS = (
    Step(
        slug="audience",
        title="Audience",
        lead="Whom you write for, and what you promise them.",
        groups=(AUDIENCE,),
    ),
    Step(
        slug="offer",
        title="Offer",
        lead="Five products that lead from one to the next, and the bundle of them all.",
        groups=(MONEY, *PRODUCT_GROUPS, BUNDLE_GROUP),
    ),
    Step(
        slug="style",
        title="Style and check",
        lead="How it should sound. Then a look at the whole, and off it goes.",
        groups=(STYLE,),
    ),
)
FIRST, LAST = STEPS[0], STEPS[-1]
FIELDS = {field.path: field for step in STEPS for field in step.fields}
STEP_OF = {field.path: step for step in STEPS for field in step.fields}


def find_step(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def address(funnel_id: UUID, step: Step) -> str:
    return reverse("brief", args=[funnel_id, step.slug])


def step_after(step: Step) -> Step:
    """Return the next step; after the last one there is only itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def step_before(step: Step) -> Step:
    return STEPS[max(STEPS.index(step) - 1, 0)]
