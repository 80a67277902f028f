"""A mail server on 127.0.0.1, which keeps what it is sent, and refuses on demand."""

import asyncio
import threading
from collections import deque
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP

LOG_BACKEND = "django.core.mail.backends.console.EmailBackend"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def let_mail_leave(settings: Any, *, by: str = SMTP_BACKEND) -> None:
    """Let EMAIL_URL have said that letters are sent so; they go where tests look all the same."""
    settings.ENV = replace(settings.ENV, email=settings.ENV.email | {"EMAIL_BACKEND": by})


class MailServer:
    """`replies` holds what the next letters are answered with, such as "451 Later"; after those all is well.

    `recipient_replies` is the same for the addresses they are for, and `farewell` what ends each connection.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.replies: deque[str] = deque()
        self.recipient_replies: deque[str] = deque()
        self.farewell = "221 Bye"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "MailServer":
        self._thread.start()
        listening = self._loop.create_server(lambda: SMTP(self, loop=self._loop), "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.recipient_replies:
            return self.recipient_replies.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.farewell

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.replies:
            return self.replies.popleft()
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"
