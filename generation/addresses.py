"""Addresses that people may be sent to."""

from urllib.parse import urlsplit


def is_support_address(text: str) -> bool:
    """Whether it is empty or an address people may be sent to: one that a link can hold, and no script."""
    try:
        found = urlsplit(text)
    except ValueError:  # a lone bracket
        return False
    if any(character.isspace() for character in text):
        return False
    if found.scheme == "mailto":
        name, _, host = found.path.partition("@")
        return bool(name and host)
    return not text or (found.scheme in ("http", "https") and bool(found.netloc))
