"""Exports: asked for, made by a worker, kept for a while; and content as they take it."""
