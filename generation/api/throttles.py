"""Limits on how often one may write, wide enough for any program that works; reading is never limited."""

from typing import TYPE_CHECKING

import redis
import structlog
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:  # the framework imports this file while it makes that class
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)


class _OpenWhenRedisIsAway(SimpleRateThrottle):
    """Counts in the cache; while that cannot be reached nobody is turned away."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        try:
            return super().allow_request(request, view)
        except redis.RedisError as error:
            log.debug("A request could not be counted", error=str(error))
            return True


class WriteThrottle(_OpenWhenRedisIsAway):
    """Counts what a signed-in user changes."""

    scope = "writes"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class AddressThrottle(_OpenWhenRedisIsAway):
    """Counts, by their address, requests of those who are not signed in."""

    scope = "address"

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        if request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
