"""Stage 7: hand the finished sections to the engine, which writes them."""

from generation.pipeline.draft import Draft, Tools


def store_sections(draft: Draft, tools: Tools) -> Draft:
    """Store the draft's sections and return it unchanged."""
    tools.store(draft)
    return draft
