"""From a prompt to its answer, by the kind of output it is for."""

from collections.abc import Callable, Mapping

from generation.providers.demo.asked import Asked, Wanted
from generation.providers.demo.carousel_answer import write_carousel
from generation.providers.demo.documents import write_documents
from generation.providers.demo.funnel_answer import write_funnel
from generation.providers.demo.launch_answer import write_launch
from generation.providers.demo.page_answer import write_page

SEPARATOR = "\n===SECTION_BREAK===\n"

WRITERS: Mapping[str, Callable[[Asked], Callable[[Wanted], str]]] = {
    "carousel": write_carousel,
    "documents": write_documents,
    "launch": write_launch,
    "page": write_page,
}
"""Who writes the sections of a kind, which the prompt names with its inputs; any other is like a funnel."""


def answer(asked: Asked) -> list[str]:
    """Return the pieces of the answer, section by section; joined they are the whole."""
    write = WRITERS.get(asked.kind, write_funnel)(asked)
    texts = [f"### {wanted.key}\n{write(wanted)}" for wanted in asked.sections]
    return [*(text + SEPARATOR for text in texts[:-1]), texts[-1]]
