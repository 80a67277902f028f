"""Limits of time where the loop's calls are tested."""

AMPLE_SECONDS = 60
"""Nobody waits for so long where all is well, and no machine that stands still for a moment is given up."""

AT_ONCE_SECONDS = 20
"""For a busy machine; where it is needed, nobody else would end what is to end."""
