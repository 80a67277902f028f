"""Finished content: sections, their revisions, and what people do to them."""
