"""Names of files: plain letters, short, and nothing that means something to a file system."""

from django.utils.text import slugify

_LONGEST = 60


def file_name(text: str) -> str:
    """Return `text` as a name of ASCII letters, digits and hyphens, without an ending."""
    return slugify(text).replace("_", "-")[:_LONGEST].strip("-") or "untitled"
