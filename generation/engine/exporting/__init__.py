"""Exports: asked for, made by a worker, kept for a while."""
