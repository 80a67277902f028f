"""A page whose HTML the test decides, and which looks again when it is told to."""

from django.utils import timezone
from playwright.sync_api import Page, Route

from tests.support.browser import Visitor, wait_for

FRAME = """<!doctype html><html lang="en"><head><title>{title}</title>
<link rel="icon" href="/static/favicon.svg"><script type="module" src="/static/galley/js/main.js"></script>
</head><body>{body}</body></html>"""
NOW = "the-time-of-the-answer"
"""Stands in a body for the moment at which it is served."""

CHANGE = "document.dispatchEvent(new CustomEvent('galley:job', {detail: {job: 'a', kind: 'task', data: {}}}))"


class LookedAt:
    """A page whose HTML the test decides."""

    def __init__(self, visitor: Visitor, body: str, title: str) -> None:
        self.visitor = visitor
        self.serve(body, title=title)
        visitor.context.route("**/looked-at/", self._answer)
        self.page: Page = visitor.open("/looked-at/")
        self.page.evaluate("window.looks = 0; document.addEventListener('galley:looked', () => looks++)")

    def serve(self, body: str, *, title: str = "Before", status: int = 200) -> None:
        self._answer_with = {"status": status, "body": FRAME.format(title=title, body=body)}

    def look(self) -> None:
        """Tell the page of a change; return once it has looked."""
        before = self.page.evaluate("looks")
        self.page.evaluate(CHANGE)
        wait_for(self.page, lambda: self.page.evaluate("looks") > before)

    def looks_asked_for(self) -> int:
        return sum(asked.kind == "fetch" and asked.path == "/looked-at/" for asked in self.visitor.asked)

    def mark(self, *ids: str) -> None:
        """Know these elements again."""
        for name in ids:
            self.page.evaluate("(id) => { document.getElementById(id).isMarked = true; }", name)

    def is_marked(self, name: str) -> bool:
        return bool(self.page.evaluate("(id) => document.getElementById(id).isMarked === true", name))

    def _answer(self, route: Route) -> None:
        answer = self._answer_with
        body = answer["body"].replace(NOW, timezone.now().isoformat())
        route.fulfill(content_type="text/html", **answer | {"body": body})
