"""Whole flows; a package, so that its worker ends with it."""
