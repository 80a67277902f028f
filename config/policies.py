"""Content security policies: what a page may load and run. Nothing comes from another host, anywhere.

Pages run no inline script and no inline style. The API's documentation and the admin are others' pages: their
libraries write styles into the page, and the admin's evaluates expressions.
"""

from collections.abc import Mapping, Sequence

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Policy = Mapping[str, Sequence[str]]

PAGES_POLICY: Policy = {
    "default-src": [SELF],
    "img-src": [SELF, "data:"],  # the favicon with its dot
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
_API_DOCS_POLICY: Policy = {**PAGES_POLICY, "style-src": [SELF, UNSAFE_INLINE]}
_ADMIN_POLICY: Policy = {**_API_DOCS_POLICY, "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL]}
_BY_PREFIX: tuple[tuple[str, Policy], ...] = (
    ("/admin/", _ADMIN_POLICY),
    ("/api/docs/", _API_DOCS_POLICY),
)


class ContentSecurityPolicy(CSPMiddleware):
    """Sends the pages' policy, or that of another's pages below their prefix."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - the library's own signature
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        for prefix, policy in _BY_PREFIX:
            if parts.config is None and not report_only and request.path.startswith(prefix):
                parts.config = {name: list(sources) for name, sources in policy.items()}
        return parts
