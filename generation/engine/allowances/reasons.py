"""Why something is refused: in words for whose it is, and for others who look at it."""

from dataclasses import dataclass

from generation.acting import who_acts
from generation.errors import NotAllowedError


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why; `code` is stable and part of the API."""

    code: str
    to_owner: str
    to_others: str

    def in_words(self, *, is_own: bool) -> str:
        return self.to_owner if is_own else self.to_others

    def as_error(self, owner_id: int) -> NotAllowedError:
        """Return it as an error for whoever acts here; where Galley does so by itself, as for the owner."""
        actor = who_acts()
        user = actor.find() if actor else None
        is_own = user is None or user.pk == owner_id
        return NotAllowedError(self.code, self.in_words(is_own=is_own))
