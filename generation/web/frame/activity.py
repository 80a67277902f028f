"""The words in the header for what is under way."""

from dataclasses import dataclass

from generation.engine.standing.in_sight import InSight
from generation.web.frame.sight import Sight
from generation.web.which import Which, address_of


@dataclass(frozen=True, kw_only=True)
class Activity:
    """How many jobs run, hold, are in line and put off; `only` is the address of the one, where it is one."""

    running: int
    on_hold: int
    in_line: int
    put_off: int
    only: str

    @property
    def is_any(self) -> bool:
        return bool(self.running or self.on_hold or self.in_line or self.put_off)

    @property
    def counts(self) -> tuple[str, ...]:
        """How many are how far, what runs first: a phone has room for the first alone."""
        numbers = {
            "running": self.running,
            "on hold": self.on_hold,
            "in line": self.in_line,
            "put off": self.put_off,
        }
        return tuple(f"{number} {word}" for word, number in numbers.items() if number)


def activity_of(sight: Sight) -> Activity:
    runs = sight.runs
    return Activity(
        running=runs.running - runs.on_hold,
        on_hold=runs.on_hold,
        in_line=runs.in_line,
        put_off=runs.put_off,
        only=_address_of_open(runs) if runs.open == 1 else "",
    )


def _address_of_open(runs: InSight) -> str:
    """Return where the one that is open is shown."""
    which = Which(blueprint=runs.open_blueprint, subject=runs.open_subject)
    return address_of("run", runs.open_funnel, which) if runs.open_funnel else ""
