"""The languages Galley writes, by their ISO 639-1 code."""

DEFAULT_LANGUAGE = "en"

CLOSING_MARKS = "\u00bb\u00ab\u203a\u2039\u201d\u201c\u2019\u2018\"')"
"""What ends a quotation in one of them, or an aside."""

LANGUAGES: dict[str, str] = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
}
