"""What is found about one part, as `manage.py doctor` says it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about one part; `remedy` is what to do, empty where nothing is broken."""

    part: str
    says: str
    remedy: str = ""
