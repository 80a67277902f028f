"""What became of a verb used on a whole batch, and in words what it was refused for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generation.models import GenerationJob

_MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A job on which the verb could not be used, and why."""

    job: GenerationJob
    says: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """On how many jobs it was used, and on which it could not be."""

    done: int = 0
    refused: tuple[Refusal, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(done=self.done + other.done, refused=self.refused + other.refused)


def refusals_in_words(outcome: Outcome, *, done: str) -> list[str]:
    """Return a sentence for each reason, which names some of the jobs that were not `done`, "cancelled"."""
    names: dict[str, list[str]] = defaultdict(list)
    for refusal in outcome.refused:
        names[refusal.says].append(refusal.job.funnel.name)
    return [f"Not {done}: {_listed(named)}. {says}" for says, named in names.items()]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
