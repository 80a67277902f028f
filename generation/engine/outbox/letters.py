"""Letters handed to the mail server: the same words as plain text and as HTML."""

from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from generation.engine.outbox.wording import CHOSEN, UNASKED, Letter, in_words, way_to_choices
from generation.models import Delivery
from generation.states import About

_REFUSED_FOR_GOOD = 500  # and above, as SMTP counts


class LetterError(Exception):
    """The letter was not taken, and may be later; the text is a sentence."""


class LetterRefusedError(LetterError):
    """It will not be taken later either."""


class MailAwayError(LetterError):
    """The mail server is not there, or says nothing: no other letter would be taken now."""


def send_letter(delivery: Delivery) -> None:
    """Send it, under a name that is the same at each try. Raises LetterError."""
    letter = in_words(About(delivery.about), delivery.payload, at=delivery.created_at)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=_as_text(letter),
        to=[delivery.user.email],
        headers=_headers(delivery.pk, letter),
    )
    message.attach_alternative(_as_html(letter), "text/html")
    try:
        _hand_over(message)
    except SMTPRecipientsRefused as error:
        is_final = all(code >= _REFUSED_FOR_GOOD for code, _ in error.recipients.values())
        raise (LetterRefusedError if is_final else LetterError)(
            "The mail server does not deliver to this address."
        ) from error
    except SMTPException as error:
        is_silent = isinstance(
            error.__context__, TimeoutError
        )  # smtplib makes one error of all that breaks off
        raise (MailAwayError if is_silent else LetterError)(
            "The mail server did not take the message."
        ) from error
    except OSError as error:
        raise MailAwayError("The mail server could not be reached.") from error


def _hand_over(message: EmailMessage) -> None:
    connection = get_connection()
    connection.open()
    try:
        connection.send_messages([message])
    finally:
        with suppress(SMTPException, OSError):  # what was taken is taken, whatever is said in parting
            connection.close()


def _headers(letter_id: UUID, letter: Letter) -> dict[str, str]:
    choices = {"List-Unsubscribe": f"<{way_to_choices().url}>"} if letter.is_chosen else {}
    return {
        "Message-ID": f"<{letter_id}@{urlsplit(settings.ENV.public_url).hostname}>",
        "Auto-Submitted": "auto-generated",
        **choices,
    }


def _as_text(letter: Letter) -> str:
    listed = "\n".join(f"- {line}" for line in letter.listed)
    choices = way_to_choices()
    why = f"{CHOSEN} {choices.says}: {choices.url}" if letter.is_chosen else UNASKED
    blocks = (*letter.text, listed, f"{letter.way.says}: {letter.way.url}", f"{why}\n")
    return "\n\n".join(filter(None, blocks))


def _as_html(letter: Letter) -> str:
    why = CHOSEN if letter.is_chosen else UNASKED
    context = {"letter": letter, "why": why, "choices": way_to_choices() if letter.is_chosen else None}
    return render_to_string("mail/letter.html", context)
