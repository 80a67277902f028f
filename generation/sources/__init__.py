"""Where a run's facts come from besides its brief: each source is one small class, and answers text.

A task names its sources; they are gathered side by side, and one that fails is named and sinks no other.
"""

from generation.sources.catalogue import Catalogue
from generation.sources.given import Given
from generation.sources.web import WebPage

__all__ = ["Catalogue", "Given", "WebPage"]
