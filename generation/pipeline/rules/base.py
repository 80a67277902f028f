"""A section as the rules read it, and what a rule is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generation.blueprints.base import SectionSpec
from generation.blueprints.kinds import SECTION_KINDS, SectionKind
from generation.calls import SectionText, Violation
from generation.pipeline.draft import Draft
from generation.pipeline.reading import count_words, same_wording


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One section beside what was asked for and the draft it belongs to."""

    spec: SectionSpec
    section: SectionText
    draft: Draft

    @property
    def kind(self) -> SectionKind:
        return SECTION_KINDS[self.spec.kind]

    @property
    def body(self) -> str:
        return self.section.body

    @cached_property
    def words(self) -> int:
        return count_words(self.section.body)

    @cached_property
    def text(self) -> str:
        """Everything the section says, its named lines included."""
        return "\n".join([*map(_as_line, self.section.fields.values()), self.section.body])

    @cached_property
    def wording(self) -> str:
        """The text as it is compared with names, prices and phrases."""
        return same_wording(self.text)

    @cached_property
    def lowered(self) -> str:
        """The wording in lower case."""
        return self.wording.lower()

    def first_of(self, phrases: tuple[str, ...]) -> str:
        """Return the first of these phrases, in lower case, that stands in the text; "" for none."""
        # Looked for one by one: one pattern of all of them takes many times longer.
        said = (phrase for phrase in phrases if phrase in self.lowered)
        return next((phrase for phrase in said if re.search(rf"\b{re.escape(phrase)}\b", self.lowered)), "")

    def field(self, name: str) -> str:
        """Return a named line's value; "" where it is not there."""
        return _as_line(self.section.fields.get(name, ""))

    @property
    def tags(self) -> list[str]:
        tags = self.section.fields.get("tags", [])
        return [tags] if isinstance(tags, str) else list(tags)

    def breaks(self, rule: str, message: str, span: str = "") -> Violation:
        """Return a violation by this section. The message must read well with "in Chapter 2" after it."""
        return Violation(rule=rule, section=self.spec.key, message=message, span=span[:120])


Rule = Callable[[Piece], Iterator[Violation]]


def _as_line(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
