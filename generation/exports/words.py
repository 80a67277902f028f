"""The few words that are ours and not the writer's, in every language Galley writes."""

from collections.abc import Mapping

_CONTENTS: Mapping[str, str] = {
    "en": "Contents",
    "es": "Contenido",
    "fr": "Sommaire",
    "de": "Inhalt",
    "it": "Indice",
    "pt": "Conte\u00fado",
    "nl": "Inhoud",
}


def contents_title(language: str) -> str:
    """Return what a table of contents is called; in English where we do not know the language."""
    return _CONTENTS.get(language, _CONTENTS["en"])
