"""Text that would be something else to a careless program: markup, code, formulas, and letters nobody has."""

from typing import Any

from generation.blueprints.base import Product
from generation.blueprints.kinds import SECTION_KINDS
from generation.exports import FunnelContent
from tests.support.exported import part, section, small_content

LINE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)> #import "@preview/x:1.0.0": * #eval("1+1") '
    "$x^2$ #panic() [x](javascript:alert(1)) ![p](http://evil.example/p.png) \\begin{x} <!-- c --> {=html} "
    "\x07\x1b\x85\ufffe\u202e\u200b \U0001f600 \u65e5\u672c\u8a9e \u0627\u0644\u0639\u0631\u0628\u064a\u0629"
)
BODY = "\n\n".join(
    [
        LINE,
        f"# {LINE}",
        "```{=typst}\n#panic()\n```",
        "```{=openxml}\n<w:p/>\n```",
        "```{=html}\n<script>alert(1)</script>\n```",
        "<div onclick='alert(1)'>raw</div>",
        '#read("/etc/passwd")',
        "x" * 5000,
        f"| a | b |\n|---|---|\n| {'y' * 300} | #panic() <script> |\n| =1+1 |",
        "> " * 40 + "deep",
        "- " * 60 + "deeper",
        "*a " * 60 + "*" * 60,
        "---\ntitle: Mine\n---",
        "[a]: javascript:alert(1)\n[link][a] <javascript:alert(1)> [b](data:text/html,x) [c](file:///etc/passwd)",
        "Button: [Go](javascript:alert(1))",
    ]
)
FIELDS: dict[str, Any] = {
    "subject": LINE,
    "preview": LINE,
    "title": LINE,
    "tags": [LINE, "=1+1"],
    "short_description": LINE,
    "headline": LINE,
    "subhead": LINE,
    "notes": LINE,
    "send": LINE,
    "why": LINE,
    "description": LINE,
}


def hostile_content(*, but: str = "") -> FunnelContent:
    """Every text of it is hostile, in every kind of section `but` one."""
    kinds = [kind for kind in SECTION_KINDS if kind != but]
    sections = [section(f"{kind}_x", BODY, kind=kind, title=LINE, fields=FIELDS) for kind in kinds]
    product = (
        section("cover", BODY, title=LINE),
        section("chapter_1", BODY, title=LINE),
        section("call_to_action", BODY, title=LINE),
    )
    return small_content(
        name=LINE,
        author=LINE,
        language=LINE,
        products={"lead_magnet": Product(label=LINE, name=LINE, note=LINE, price=LINE, currency=LINE)},
        parts=(part("product", *product, product="lead_magnet"), part("others", *sections)),
    )
