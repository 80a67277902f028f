"""A web server whose streams rely on words alone: no look of theirs makes up for one that was lost."""

from config.asgi import application
from generation.api.live import desk

__all__ = ["application"]

desk.QUIET_SECONDS = 600.0
