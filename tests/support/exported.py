"""A funnel's content as exports get it, small and complete: one product in two parts, and what sells it."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints.base import Product, WrittenSection, WrittenTask
from generation.exports import FunnelContent

_CHECKLIST = """Give the morning a shape before the first message asks for one.

- [ ] Close the inbox until **9:30**
- [ ] Write down the *one* message that earns money today

#### When it does not work

| Day | Minutes |
| --- | --- |
| Monday | 40 |

> Thank you for the note. I will answer on Thursday.

My own answer:

________________

Say you are a designer with six clients, and it is Tuesday. Two of them wrote twice before breakfast."""


def section(
    key: str,
    body: str,
    *,
    kind: str = "prose",
    title: str = "",
    fields: Mapping[str, Any] | None = None,
) -> WrittenSection:
    return WrittenSection(key=key, kind=kind, title=title or key, body=body, fields=fields or {})


def part(key: str, *sections: WrittenSection, product: str = "") -> WrittenTask:
    return WrittenTask(key=key, title=key.replace("_", " ").capitalize(), product=product, sections=sections)


def small_content(**fields: Any) -> FunnelContent:
    """`fields` replace what it holds."""
    values: dict[str, Any] = {
        "name": "Calm Inbox",
        "language": "en",
        "author": "Harbour Desk",
        "products": {"lead_magnet": _LEAD_MAGNET, "bundle": _BUNDLE},
        "portions": {"lead_magnet": "The 40-Minute Inbox"},
        "parts": (*_PRODUCT, *_MARKETING),
    }
    return FunnelContent(**(values | fields))


_LEAD_MAGNET = Product(
    label="Lead magnet",
    name="The 40-Minute Inbox",
    note="checklist, free",
    price="0.00",
    currency="USD",
    url="https://harbourdesk.example/40",
)
_BUNDLE = Product(
    label="Bundle",
    name="The Calm Inbox Bundle",
    price="59.00",
    currency="USD",
    url="https://harbourdesk.example/bundle",
)
_PRODUCT = (
    part(
        "lead_magnet_part_1",
        section(
            "cover",
            "# The 40-Minute Inbox\n\nFrom 200 unread to none before lunch, in forty minutes a day.\n\n"
            "For freelancers with busy clients.\n\nChapters:\n1. Clear the deck\n2. Keep it clear",
            title="Cover",
        ),
        section("chapter_1", _CHECKLIST, title="Clear the deck"),
        product="lead_magnet",
    ),
    part(
        "lead_magnet_part_2",
        section(
            "chapter_2",
            "## Keep it clear\n\nThe second morning is easier than the first.",
            title="Keep it clear",
        ),
        section("bridge", "Next comes Client Mail: https://harbourdesk.example/client-mail", title="Bridge"),
        section(
            "call_to_action",
            "Read it at https://harbourdesk.example/client-mail today.\n\nButton: Read it now",
            title="Call to action",
        ),
        product="lead_magnet",
    ),
)
_MARKETING = (
    part(
        "all_tldrs", section("tldr_lead_magnet", "For freelancers.", kind="tldr", title="The 40-Minute Inbox")
    ),
    part(
        "all_emails",
        section(
            "lead_magnet_email_1",
            "Here it is: https://harbourdesk.example/40",
            kind="email",
            title="Lead magnet, email 1",
            fields={"subject": "Your forty minutes begin here", "preview": "One page to print"},
        ),
    ),
    part(
        "marketplace_batch_1",
        section(
            "listing_lead_magnet",
            "A checklist of two pages.",
            kind="listing",
            title="The 40-Minute Inbox",
            fields={"title": "Inbox checklist for freelancers", "tags": ["inbox", "client mail"]},
        ),
    ),
    part(
        "bundle_listing",
        section(
            "bundle",
            "All five, for $59.00.",
            kind="bundle",
            title="The Calm Inbox Bundle",
            fields={
                "title": "Calm for good",
                "tags": ["inbox"],
                "short_description": "All five at one price.",
            },
        ),
    ),
)
