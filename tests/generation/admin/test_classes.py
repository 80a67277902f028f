"""Unfold's stylesheet is made of what Unfold uses: a class that it does not use has no effect."""

import re
from pathlib import Path

import unfold

import generation
import settings_app

OURS = [
    page
    for app in (generation, settings_app)
    for page in sorted((Path(app.__path__[0]) / "templates/admin").rglob("*.html"))
]


def test_the_stylesheet_has_every_class_of_our_own_pages_of_the_admin():
    sheet = (Path(unfold.__path__[0]) / "static/unfold/css/styles.css").read_text()
    known = {name.replace("\\", "") for name in re.findall(r"\.((?:[\w-]|\\.)+)", sheet)}

    unknown = {page.name: _classes_in(page.read_text()) - known for page in OURS}

    assert len(OURS) > 5
    assert {name: classes for name, classes in unknown.items() if classes} == {}


def _classes_in(page: str) -> set[str]:
    found = re.findall(r'class="([^"]*)"', page)
    return {name for each in found for name in re.sub(r"{[{%].*?[%}]}", " ", each).split()}
