"""Exports: what was written, as files to take away."""
