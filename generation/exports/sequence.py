"""A sequence: emails and short messages that go out by themselves, each with its time and its reason."""

from dataclasses import dataclass

from generation.exports.content import FunnelContent
from generation.exports.letters import printable
from generation.exports.mail import Mail, mail_of
from generation.exports.shelves import SEQUENCE, arrange


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message: `send` says when it goes out, `why` what for. A short one is a mail without a subject."""

    is_email: bool
    send: str
    why: str
    mail: Mail


def messages_of(content: FunnelContent) -> tuple[Message, ...]:
    """Return the content's messages in the order they go out."""
    documents = (
        document for shelf in arrange(content) if shelf.title == SEQUENCE for document in shelf.documents
    )
    return tuple(
        Message(
            is_email=bool(document.sections[0].fields.get("subject")),
            send=printable(str(document.sections[0].fields.get("send") or "")),
            why=printable(str(document.sections[0].fields.get("why") or "")),
            mail=mail_of(document, position, content),
        )
        for position, document in enumerate(documents, start=1)
    )
