"""Where a service is reached, and the key that opens it."""

from dataclasses import dataclass, field

from generation.providers import failures

SILENCE_SECONDS = 120.0
"""A stream that sends nothing for so long, not even a ping, is dead. The call's deadline is the engine's."""


LONGEST_DETAIL = 2000


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """The address is that of the environment, or the service's own. The key never leaves but in a header."""

    address: str
    key: str = field(repr=False)
    needs_key: bool = True
    silence_seconds: float = SILENCE_SECONDS

    @property
    def is_open(self) -> bool:
        """Whether it can be called at all: with its key, or without one where it needs none."""
        return bool(self.key) or not self.needs_key

    def check_key(self) -> None:
        """Refuse a key that no header can carry before an SDK sees it, since its error would quote it.

        Raises ProviderError for that, and where there is none and one is needed.
        """
        if not self.is_open:
            raise failures.NO_KEY.error()
        if not (self.key.isascii() and self.key.isprintable()):
            raise failures.UNSENDABLE.error(detail="the key is not of printable ASCII characters")

    def without_key(self, text: str) -> str:
        """Return a text of the service's or of an SDK's as an error may hold it."""
        return text.replace(self.key, "[key]") if self.key else text

    def detail_of(self, error: Exception) -> str:
        """Return for the log what an SDK's exception says."""
        return self.without_key(f"{type(error).__name__}: {error}")[:LONGEST_DETAIL]
