"""The words in the header for what is under way."""

from dataclasses import dataclass

from generation.web.frame.sight import Sight


@dataclass(frozen=True, kw_only=True)
class Activity:
    """How many jobs run and how many are in line; `only` is the id of the funnel where there is one job."""

    running: int
    in_line: int
    only: str

    @property
    def is_any(self) -> bool:
        return bool(self.running or self.in_line)


def activity_of(sight: Sight) -> Activity:
    runs = sight.runs
    only = str(runs.open_funnel) if runs.open == 1 else ""
    return Activity(running=runs.running, in_line=runs.queued, only=only)
