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
_SLOT_NOTES: Mapping[str, str] = {
    "en": "To be filled in before this page goes online",
    "es": "Por completar antes de publicar esta p\u00e1gina",
    "fr": "\u00c0 compl\u00e9ter avant de mettre cette page en ligne",
    "de": "Auszuf\u00fcllen, bevor diese Seite online geht",
    "it": "Da completare prima di pubblicare questa pagina",
    "pt": "A preencher antes de publicar esta p\u00e1gina",
    "nl": "In te vullen voordat deze pagina online gaat",
}


def contents_title(language: str) -> str:
    """Return what a table of contents is called; in English where we do not know the language."""
    return _CONTENTS.get(language, _CONTENTS["en"])


def slot_note(language: str) -> str:
    """Return what stands over a place that its owner has to fill; the language as above."""
    return _SLOT_NOTES.get(language, _SLOT_NOTES["en"])
