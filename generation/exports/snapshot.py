"""Content as JSON, to be kept until a file is made of it, and the fingerprint by which it is known again."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generation import pictures
from generation.blueprints.base import Product, WrittenSection, WrittenTask
from generation.exports.content import FunnelContent

_MAKERS = ("typst", "pypandoc_binary", "markdown-it-py", "pillow")


def as_json(content: FunnelContent) -> dict[str, Any]:
    return asdict(content)


def from_json(data: Mapping[str, Any]) -> FunnelContent:
    """Return the content that `as_json` was given."""
    return FunnelContent(
        **{
            **data,
            "parts": tuple(_part(part) for part in data["parts"]),
            "products": {key: Product(**product) for key, product in data["products"].items()},
            "unfinished": tuple(data["unfinished"]),
        }
    )


def fingerprint(content: FunnelContent) -> str:
    """Return the same digest for the same content, as long as the same file would be made of it."""
    words = json.dumps(as_json(content), sort_keys=True)
    return sha256(f"{_edition()}\n{words}".encode()).hexdigest()


def _part(part: Mapping[str, Any]) -> WrittenTask:
    sections = tuple(WrittenSection(**section) for section in part["sections"])
    return WrittenTask(**{**part, "sections": sections})


@cache
def _edition() -> str:
    """Return what changes with whatever makes the files: this folder and that of pictures, and programs."""
    edition = sha256()
    folders = (Path(__file__).parent, Path(pictures.__file__).parent)
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            edition.update(path.read_bytes())
    for maker in _MAKERS:
        edition.update(version(maker).encode())
    return edition.hexdigest()
