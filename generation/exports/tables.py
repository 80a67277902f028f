"""CSV: messages and listings as an email tool, a marketplace or a spreadsheet takes them (RFC 4180)."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from generation.blueprints.base import Product, WrittenSection
from generation.exports.content import FunnelContent
from generation.exports.letters import printable
from generation.exports.mail import Mail, mails_of
from generation.exports.plain import as_plain_text
from generation.exports.sequence import Message, messages_of
from generation.exports.shelves import sections_of

EMAILS = ("position", "name", "subject", "preview", "body_text", "body_html")
SEQUENCE = ("position", "kind", "send", "why", "subject", "preview", "body_text", "body_html")
LISTINGS = ("title", "description", "tags", "price", "currency", "url", "product")

_MARK = "\ufeff"  # without it a spreadsheet takes the text for another encoding than UTF-8
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_emails(content: FunnelContent) -> bytes:
    """Return the emails, a row each, in the order they are sent."""
    return _table(EMAILS, (_email_row(mail) for mail in mails_of(content)))


def write_listings(content: FunnelContent) -> bytes:
    """Return the listings, the bundle's among them, a row each."""
    return _table(LISTINGS, (_listing_row(section, content) for section in listings_of(content)))


def listings_of(content: FunnelContent) -> tuple[WrittenSection, ...]:
    return sections_of(content.parts, ("listing", "bundle"))


def write_sequence(content: FunnelContent) -> bytes:
    """Return the messages of the sequence, a row each, in the order they go out."""
    return _table(SEQUENCE, (_message_row(message) for message in messages_of(content)))


def _email_row(mail: Mail) -> Mapping[str, str]:
    return {
        "position": str(mail.position),
        "name": mail.name,
        "subject": mail.subject,
        "preview": mail.preview,
        "body_text": mail.text,
        "body_html": mail.html,
    }


def _message_row(message: Message) -> Mapping[str, str]:
    """Return the row of a message; a short one is text alone."""
    mail = message.mail
    return {
        "position": str(mail.position),
        "kind": "email" if message.is_email else "message",
        "send": message.send,
        "why": message.why,
        "subject": mail.subject if message.is_email else "",
        "preview": mail.preview,
        "body_text": mail.text,
        "body_html": mail.html if message.is_email else "",
    }


def _listing_row(section: WrittenSection, content: FunnelContent) -> Mapping[str, str]:
    product = _product_of(section, content.products)
    tags = section.fields.get("tags") or []
    return {
        "title": printable(str(section.fields.get("title") or section.title)),
        "description": as_plain_text(section.body),
        "tags": ", ".join(printable(str(tag)) for tag in tags) if isinstance(tags, list) else str(tags),
        "price": product.price,
        "currency": product.currency,
        "url": product.url,
        "product": printable(product.name or section.title),
    }


def _product_of(section: WrittenSection, products: Mapping[str, Product]) -> Product:
    """Return what the section offers: it is called after it, or is all there is of its kind."""
    return products.get(section.key.removeprefix(f"{section.kind}_")) or Product(label="", name="")


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _harmless(value) for name, value in row.items()})
    return f"{_MARK}{text.getvalue()}".encode()


def _harmless(cell: str) -> str:
    """Return the cell as text to every spreadsheet: what looks like a formula begins with a quote."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell
