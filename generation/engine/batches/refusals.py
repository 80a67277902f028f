"""Why a verb could not be used on jobs of a batch, in as many sentences as there are reasons."""

from collections import defaultdict
from collections.abc import Sequence

from generation.engine.batches.verbs import Outcome

_MOST_NAMED = 3


def refusals_in_words(outcome: Outcome, *, done: str) -> list[str]:
    """Return a sentence for each reason, which names some of the jobs that were not `done`, "cancelled"."""
    names: dict[str, list[str]] = defaultdict(list)
    for refusal in outcome.refused:
        names[refusal.says].append(refusal.job.funnel.name)
    return [f"Not {done}: {_listed(named)}. {says}" for says, named in names.items()]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
