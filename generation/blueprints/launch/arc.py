"""The course of a presentation: its acts, and which slides each of them takes."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Act:
    """A stretch of the presentation; `weight` is its share of the slides, `does` what it is there for."""

    title: str
    does: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """An act with its slides."""

    act: Act
    first: int
    last: int


ACTS = (
    Act(
        title="Opening",
        does="what the viewer will take away, for whom it is and for whom not, who speaks, and what to have "
        "at hand",
        weight=4,
    ),
    Act(
        title="The situation",
        does="a day of the reader's as it is, the troubles of the brief one by one, what they cost, and why "
        "the usual remedies do not hold",
        weight=6,
    ),
    Act(
        title="The turn",
        does="the one idea that changes how the viewer looks at the problem, and what follows from it",
        weight=3,
    ),
    Act(
        title="The method",
        does="the mechanism in three to five steps, one example carried through all of them, and the mistake "
        "most people make",
        weight=9,
    ),
    Act(
        title="The offer",
        does="what is sold, piece by piece, what it takes of the buyer, its price said plainly, and whom it "
        "does not suit",
        weight=5,
    ),
    Act(
        title="Questions and close",
        does="the objections asked as questions and answered, what to do now, and thanks",
        weight=3,
    ),
)


def acts_of(slides: int, acts: Sequence[Act] = ACTS) -> tuple[Stretch, ...]:
    """Return the acts with the slides each takes of that many, all of them and in order."""
    total = sum(act.weight for act in acts)
    stretches: list[Stretch] = []
    before = weight = 0
    for act in acts:
        weight += act.weight
        last = round(slides * weight / total)
        stretches.append(Stretch(act=act, first=before + 1, last=last))
        before = last
    return tuple(stretches)
