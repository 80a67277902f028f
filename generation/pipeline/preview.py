"""Which section a streaming answer is in, and what of it has come."""

from collections.abc import Callable

from generation.blueprints.base import SectionSpec
from generation.pipeline.parser import SEPARATOR, section_named
from generation.pipeline.reading import names_of_sections

_MAY_BE_A_MARK = ("#", "=", "`")  # a line that begins so is held back until it is whole


class Preview:
    """Follows an answer as it arrives and shows, after each piece, the section it is in as far as it goes.

    The cost of a piece is that of its own text and of the line it continues.
    """

    def __init__(self, specs: tuple[SectionSpec, ...], show: Callable[[str, str], None]) -> None:
        self._names = names_of_sections(specs)
        self._show = show
        self._section: str | None = None
        self._text = ""
        self._line = ""
        self._awaits_name = True

    def feed(self, text: str) -> None:
        """Take the next piece of the answer, of any length."""
        *whole, self._line = (self._line + text).split("\n")
        for line in whole:
            self._take(line.removesuffix("\r"))
        if self._section is not None:
            begun = "" if self._line.lstrip().startswith(_MAY_BE_A_MARK) else self._line
            self._show(self._section, (self._text + begun).strip())

    def _take(self, line: str) -> None:
        if line.strip() == SEPARATOR:
            self._section, self._text, self._awaits_name = None, "", True
        elif not self._awaits_name:
            self._text += line + "\n"
        elif spec := section_named(line, self._names):
            self._section, self._awaits_name = spec.key, False
