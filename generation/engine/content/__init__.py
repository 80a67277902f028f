"""Finished content: sections, their revisions, what people do to them, and whose job speaks for it."""
