"""What an export is made of: finished content, all of it or one portion."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generation.blueprints.base import Product, WrittenTask

_FUNNEL = "funnel"
_SEPARATORS = re.compile(r"\Ahttps?://|[./]")  # of the address that some are about


@dataclass(frozen=True, kw_only=True)
class FunnelContent:
    """The finished content of a funnel, in task order; `unfinished` names the tasks without any.

    It is of one kind of output, the blueprint's key, which `noun` calls in a sentence, and of one subject.
    `name` is the funnel's. `portions` is what can be taken away by itself, finished or not, as titles by key:
    its products, or its parts where it has no products. `portion` is the key of the one it was narrowed to,
    "" where it is all there is. `inputs` are those its last run began with. `pictures` names what was drawn,
    by the key of the section it is drawn for.
    """

    name: str
    language: str
    parts: tuple[WrittenTask, ...]
    author: str = ""
    products: Mapping[str, Product] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()
    portions: Mapping[str, str] = field(default_factory=dict)
    portion: str = ""
    kind: str = _FUNNEL
    noun: str = _FUNNEL
    subject: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """What all of it is called."""
        return self.subject or self.name

    @property
    def title(self) -> str:
        """What it is called, all of it or the portion."""
        return self.portions.get(self.portion) or self.whole

    @property
    def is_of_funnel(self) -> bool:
        """Whether it is the funnel itself, and nothing else that was written for it."""
        return self.kind == _FUNNEL

    @property
    def file_title(self) -> str:
        """What its file is called after; a product is given away and bears its own name alone."""
        if self.portion:
            return self.title if self.portion in self.products else f"{self.whole} {self.title}"
        if self.is_of_funnel:
            return self.name
        subject = _SEPARATORS.sub(" ", self.subject).strip()
        return " ".join(dict.fromkeys((self.name, self.kind, subject)))


def narrow(content: FunnelContent, portion: str) -> FunnelContent:
    """Return the content of that one portion alone."""
    parts = tuple(part for part in content.parts if (part.product or part.key) == portion)
    return replace(content, portion=portion, parts=parts, unfinished=())
