"""axe-core in a page: what it objects to, in one line a rule."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RUN = """async (rules) => {
  const options = { resultTypes: ["violations"], preload: false };
  if (rules.length) options.runOnly = { type: "rule", values: rules };
  const { violations } = await window.axe.run(document, options);
  return violations.map(({ id, help, nodes }) =>
    `${id}, ${help}: ` + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join("; "));
}"""

RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")
"""The rules that know of colours: all that another theme may break."""


def objections(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core objects to: the rule, and where. Without `rules` it goes by all of them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, list(rules))
    return found
