"""Emails as files that an email program opens as drafts: text and HTML, without a sender or a date."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from generation.exports.content import FunnelContent
from generation.exports.html import write_email
from generation.exports.layout import lay_out
from generation.exports.letters import printable
from generation.exports.plain import text_of_block
from generation.exports.shelves import Document, arrange


@dataclass(frozen=True, kw_only=True)
class Mail:
    """An email ready to be sent; `position` is its place among them, `name` what its owner calls it."""

    position: int
    name: str
    subject: str
    preview: str
    text: str
    html: str


def mails_of(content: FunnelContent) -> tuple[Mail, ...]:
    """Return the content's emails in order."""
    documents = (document for shelf in arrange(content) for document in shelf.documents)
    emails = (document for document in documents if document.sections[0].kind == "email")
    return tuple(mail_of(document, number, content) for number, document in enumerate(emails, start=1))


def write_mail(mail: Mail) -> bytes:
    """Return the email as a draft, which its owner addresses and sends."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    message["X-Unsent"] = "1"  # opened to be edited
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    message.set_boundary(_boundary(mail))
    return message.as_bytes()


def mail_of(document: Document, position: int, content: FunnelContent) -> Mail:
    """Return the document, which is one message, as the mail of this place among them."""
    page = lay_out(document)
    block = page.blocks[0]
    subject = printable(page.title)
    preview = printable(str(block.fields.get("preview") or ""))
    return Mail(
        position=position,
        name=printable(page.label or page.title),
        subject=subject,
        preview=preview,
        text=text_of_block(block),
        html=write_email(block, content, subject=subject, preview=preview).decode(),
    )


def _boundary(mail: Mail) -> str:
    """Return a line that the email cannot hold: it is made of all its words, and the same for the same.

    Half a digest: a boundary has at most 70 characters, and of a longer one mail programs show the source.
    """
    return f"galley-{sha256(repr(mail).encode()).hexdigest()[:32]}"
