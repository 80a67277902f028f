"""A launch and a set of documents as exports get them: small, and with every kind of section there is."""

from typing import Any

from generation.blueprints.base import WrittenSection, WrittenTask
from generation.exports import FunnelContent
from tests.support.exported import part, section

SHOP = "https://harbourdesk.example/workshop"

_STACK = f"""| What you get | Worth |
| :--- | ---: |
| The workshop, live | $120.00 |
| Client Mail templates | $17.00 |
| **Together today** | **$47.00** |

You read more at {SHOP} before you decide.

Button: Reserve my place"""

_PROOF = """Two people you have helped say it better than you can.

> Proof slot: a sentence of a client who cleared an inbox, with the name and the number of messages.

> Proof slot: a picture of an inbox before and after."""

_QUESTIONS = """### Do I need another mail program?

No. The method works in the one you have.

### What if I miss the day?

The replay stays online for a week:

- the recording
- the slides"""

_HEADLINE = {"headline": "Inbox help"}


def slide(number: int, title: str, points: str = "", notes: str = "") -> WrittenSection:
    fields = {"title": title, "notes": notes}
    return section(f"slide_{number}", points, kind="slide", title=f"Slide {number}", fields=fields)


def message(number: int, send: str, why: str, body: str, **fields: str) -> WrittenSection:
    """Return a message of a sequence: an email where `fields` give it a subject."""
    kind = "timed_email" if fields else "short_message"
    return section(
        f"message_{number}",
        body,
        kind=kind,
        title=f"Message {number}",
        fields={"send": send, "why": why, **fields},
    )


def launch_content(**fields: Any) -> FunnelContent:
    """`fields` replace what it holds."""
    values: dict[str, Any] = {
        "name": "Calm Inbox",
        "language": "en",
        "author": "Harbour Desk",
        "kind": "launch",
        "noun": "launch",
        "subject": "The Calm Inbox Workshop",
        "portions": {each.key: each.title for each in _LAUNCH},
        "parts": _LAUNCH,
    }
    return FunnelContent(**(values | fields))


def documents_content(**fields: Any) -> FunnelContent:
    """`fields` replace what it holds."""
    values: dict[str, Any] = {
        "name": "Calm Inbox",
        "language": "en",
        "author": "Harbour Desk",
        "kind": "documents",
        "noun": "set of documents",
        "portions": {each.key: each.title for each in _DOCUMENTS},
        "parts": _DOCUMENTS,
    }
    return FunnelContent(**(values | fields))


def page_part(*, key: str = "page") -> WrittenTask:
    """Return a web page with what search engines read of it."""
    meta = {"title": "Inbox help for freelancers", "description": "A method of forty minutes a day."}
    return part(
        key,
        section("meta", "", kind="meta", title="Title and description", fields=meta),
        section("intro", "Mail is work.", kind="hero", title="Introduction", fields=_HEADLINE),
        section("json_ld", '{"@type": "WebPage", "name": "</script>"}', kind="json_ld"),
    )


def _page(name: str, title: str, *blocks: WrittenSection, button: str) -> tuple[WrittenSection, ...]:
    hero = section(
        f"{name}_hero",
        f"{SHOP}\n\nButton: {button}",
        kind="hero",
        title=title,
        fields={
            "headline": "Have your mornings back",
            "subhead": "One workshop, one hour, an inbox that is empty by lunch.",
        },
    )
    return (hero, *blocks)


def _block(key: str, headline: str, body: str, *, kind: str = "block") -> WrittenSection:
    return section(key, body, kind=kind, title=key, fields={"headline": headline})


_LAUNCH = (
    part("marketing_profile", section("reader", "They answer mail before breakfast.", title="The reader")),
    part(
        "deck",
        slide(1, "The Calm Inbox Workshop", "For freelancers", "Welcome. Good to have you here."),
        slide(2, "Mail eats the morning", "- 40 minutes a day\n- **every** day", "Count them with me."),
        slide(3, "What if it did not?", notes="Wait for an answer."),
        slide(4, "Two ways", "| Before | After |\n|---|---|\n| 200 unread | none |", "Look at the numbers."),
    ),
    part(
        "enrolment_pages",
        *_page(
            "enrolment",
            "Enrolment page",
            _block("enrolment_promise", "What changes", "- Your morning is yours\n- Clients wait"),
            _block("enrolment_proof", "What others say", _PROOF),
            _block("enrolment_stack", "What you get", _STACK),
            _block("enrolment_faq", "Questions and answers", _QUESTIONS, kind="faq"),
            _block("enrolment_cta", "Begin on Monday", f"For $47.00: {SHOP}\n\nButton: Reserve my place"),
            button="Reserve my place",
        ),
        *_page("thank_you", "Thank-you page", button="Open the first lesson"),
    ),
    part(
        "follow_up",
        message(
            *(1, "1 hour after the event", "Those who came decide now"),
            f"Thank you for coming: {SHOP}",
            subject="Your notes are here",
            preview="And the offer until Friday",
        ),
        message(2, "Day 2, 09:00", "Those who did not open it", f"The replay is up: {SHOP}"),
    ),
)
_DOCUMENTS = (
    part(
        "company_profile",
        section("summary", "Harbour Desk helps freelancers with mail.", title="Summary"),
        section("background", "According to the project data, it began in 2019.", title="Background"),
    ),
    part(
        "faq",
        section("summary", "Eleven questions, answered.", title="Summary"),
        _block("before", "Before you buy", _QUESTIONS, kind="faq"),
    ),
)
