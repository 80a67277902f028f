"""The form of a kind as a browser without a script sends it: looked over first, then started."""

import re
from collections.abc import Mapping
from typing import Any

from django.test import Client


def look_over(client: Client, address: str, typed: Mapping[str, Any]) -> str:
    """Send what was typed, and return the page that shows what it would start."""
    return str(client.post(address, dict(typed)).content.decode())


def seen_in(page: str) -> str:
    """Return the sign of what the page shows, which its button sends back."""
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    return str(seen)


def start_typed(client: Client, address: str, typed: Mapping[str, Any]) -> Any:
    """Send what was typed, look it over, and start it; return the answer."""
    seen = seen_in(look_over(client, address, typed))
    return client.post(address, {**typed, "seen": seen})
