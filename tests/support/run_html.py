"""The run page as Django's test client gets it, and what a person reads there."""

import re

from django.test import Client
from django.urls import reverse

from generation.models import Funnel


def html(client: Client, funnel: Funnel, query: str = "") -> str:
    answer = client.get(reverse("run", args=[funnel.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def text(client: Client, funnel: Funnel, query: str = "", *, within: str = "main") -> str:
    """Return what a person reads from the start of the element with this id on."""
    page = html(client, funnel, query)
    start = page.index(f'id="{within}"')
    return " ".join(re.sub(r"<[^>]*>", " ", page[page.index(">", start) + 1 :]).split())


def buttons(client: Client, funnel: Funnel) -> tuple[str, ...]:
    """Return what the header offers, in its order."""
    page = html(client, funnel)
    start = page.index('id="run-ways"')
    ways = page[start : page.index("</div>", start)]
    return tuple(re.findall(r"(?:</svg>|>)\s*([A-Z][\w ()]+)</(?:button|a)>", ways))
