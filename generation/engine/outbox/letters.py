"""The e-mail that tells how a job ended, and staff of a provider that lets nobody in."""

from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from generation.states import About

CHOICES = "/account/notifications/"
_REFUSED_FOR_GOOD = 500  # and above, as SMTP counts


class LetterError(Exception):
    """The letter was not taken, and may be later; the text is a sentence."""


class LetterRefusedError(LetterError):
    """It will not be taken later either."""


def send_letter(letter_id: UUID, address: str, about: About, facts: Mapping[str, Any]) -> None:
    """Send it, under a name that is the same at each try. Raises LetterError."""
    letter = EmailMessage(
        subject=_subject(about, facts), body=_body(about, facts), to=[address], headers=_headers(letter_id)
    )
    try:
        letter.send()
    except SMTPRecipientsRefused as error:
        is_final = all(code >= _REFUSED_FOR_GOOD for code, _ in error.recipients.values())
        raise (LetterRefusedError if is_final else LetterError)(
            "The mail server does not deliver to this address."
        ) from error
    except SMTPException as error:
        raise LetterError("The mail server did not take the message.") from error
    except OSError as error:
        raise LetterError("The mail server could not be reached.") from error


def _headers(letter_id: UUID) -> dict[str, str]:
    return {
        "Message-ID": f"<{letter_id}@{urlsplit(settings.ENV.public_url).hostname}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{settings.ENV.public_url}{CHOICES}>",
    }


def _subject(about: About, facts: Mapping[str, Any]) -> str:
    if about is About.INCIDENT:
        return str(facts["wrong"]).removesuffix(".")
    if about is About.COMPLETED:
        return f"{_name(facts)} is ready"
    return f"{_name(facts)} stopped: {_count(facts)} parts are done"


def _body(about: About, facts: Mapping[str, Any]) -> str:
    choice = f"You chose to be told. Choose otherwise: {settings.ENV.public_url}{CHOICES}\n"
    return "\n\n".join([*_LINES[about](facts), choice])


def _good_news(facts: Mapping[str, Any]) -> list[str]:
    return [f"{_name(facts)} is ready: {_count(facts)} parts are written.", facts["url"]]


def _bad_news(facts: Mapping[str, Any]) -> list[str]:
    return [
        f"{_name(facts)} stopped: {_count(facts)} parts are done, and they are kept.",
        facts["error"]["message"],
        f"See what can be done, and resume: {facts['url']}",
    ]


def _incident(facts: Mapping[str, Any]) -> list[str]:
    return [
        facts["wrong"],
        f"Nobody calls {facts['provider']} until that is mended; then what waits goes on by itself.",
        f"It said: {facts['message']}",
        f"See what waits: {facts['url']}",
    ]


_LINES = {About.COMPLETED: _good_news, About.FAILED: _bad_news, About.INCIDENT: _incident}


def _name(facts: Mapping[str, Any]) -> str:
    """Return the funnel's name in one line: a letter's head has no room for more."""
    return " ".join(facts["name"].split())


def _count(facts: Mapping[str, Any]) -> str:
    return f"{facts['progress']['completed']} of {facts['progress']['total']}"
