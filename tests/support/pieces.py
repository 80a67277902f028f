"""Sections as the rules read them, and what the rules find in them."""

from typing import Any

from generation.blueprints.base import SectionSpec
from generation.calls import SectionText
from generation.pipeline.draft import Context
from generation.pipeline.rules import broken
from generation.pipeline.rules.base import Piece, Rule
from tests.support.blueprints import make_section
from tests.support.drafts import make_draft


def make_piece(body: str, spec: SectionSpec | None = None, *, language: str = "en", **fields: Any) -> Piece:
    """Return a section of this body and these named lines, for a brief with the keyword "freelance email"."""
    spec = spec or make_section()
    draft = make_draft(spec, language=language, context=Context(keywords=("freelance email",)))
    return Piece(spec=spec, section=SectionText(key=spec.key, body=body, fields=fields), draft=draft)


def found(rules: tuple[Rule, ...], piece: Piece) -> set[str]:
    """Return the names of the rules that the piece breaks."""
    return {violation.rule for violation in broken(rules, piece)}
