"""The reader and the editor: what was written, its revisions, and a person's changes."""
