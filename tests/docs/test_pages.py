"""The README's table of pages names what the header and the queue lead to."""

import re

from django.urls import reverse

from tests.support.documents import ROOT, names_in, rows_below

TEMPLATES = ROOT / "generation" / "templates" / "web"
NO_PAGES = {"docs", "sign_in", "sign_out", "sign_up", "theme"}


def led_to(template):
    """Return the addresses of the pages to which the template leads whoever looks."""
    for name in re.findall(r"{% url '(\w+)' %}", (TEMPLATES / template).read_text()):
        if name not in NO_PAGES:
            yield reverse(name)


def test_every_page_is_in_the_table():
    described = {name for row in rows_below("README.md", "The pages") for name in names_in(row[0])}

    assert {*led_to("parts/header.html"), *led_to("staff/queue.html")} - described == set()
