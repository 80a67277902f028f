"""Where a service is reached, and the key that opens it."""

from dataclasses import dataclass, field

from generation.providers import failures

SILENCE_SECONDS = 120.0
"""A stream that sends nothing for so long, not even a ping, is dead. The call's deadline is the engine's."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """The address is that of the environment, or the service's own. The key never leaves but in a header."""

    address: str
    key: str = field(repr=False)
    silence_seconds: float = SILENCE_SECONDS

    def check_key(self) -> None:
        """Refuse a key that no header can carry before an SDK sees it, since its error would quote it.

        Raises ProviderError for that, and where there is none.
        """
        if not self.key:
            raise failures.NO_KEY.error()
        if not (self.key.isascii() and self.key.isprintable()):
            raise failures.UNSENDABLE.error(detail="the key is not of printable ASCII characters")

    def without_key(self, text: str) -> str:
        """Return a text of the service's or of an SDK's as an error may hold it."""
        return text.replace(self.key, "[key]") if self.key else text
