"""A server for webhooks to be posted to and pages read from, on 127.0.0.1: good, and bad on demand."""

import ssl
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

CERTIFICATE = Path(__file__).with_name("hooks.example.pem")
"""Key and certificate of hooks.example, which nobody trusts but tests that say so."""

_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Posted:
    """One message as it came in; the names of headers are lower case."""

    path: str
    headers: dict[str, str]
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.receiver.posted.append(Posted(self.path, headers, body))
        answers = self.server.receiver.answers
        answer = answers.popleft() if answers else status(200)
        try:
            answer(self)
        except OSError:  # the client hung up
            self.server.receiver.hung_up.set()

    do_GET = do_POST  # noqa: N815 - the name that the server looks for

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: "Receiver"

    def get_request(self) -> Any:
        connection = super().get_request()
        self.receiver.connections += 1
        return connection

    def handle_error(self, *_: Any) -> None:
        pass  # a client that does not trust us


Answer = Callable[[_Handler], None]


class Receiver:
    """`answers` holds what the next messages are answered with; after those all is well.

    `hung_up` is set when a client left before its answer was whole, `names` are those that TLS was asked for.
    """

    def __init__(self, *, tls: bool = False) -> None:
        self.posted: list[Posted] = []
        self.answers: deque[Answer] = deque()
        self.connections = 0
        self.hung_up = threading.Event()
        self.names: list[str | None] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.receiver = self
        if tls:
            self._server.socket = self._context().wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if tls else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return self.url_at("127.0.0.1")

    def url_at(self, host: str) -> str:
        return f"{self._scheme}://{host}:{self.port}/hook"

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        context.sni_callback = lambda _, name, __: self.names.append(name)
        return context


def status(code: int, **headers: str) -> Answer:
    def answer(handler: _Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def page(
    text: str, media_type: str = "text/html; charset=utf-8", *, encoding: str = "utf-8", **headers: str
) -> Answer:
    def answer(handler: _Handler) -> None:
        body = text.encode(encoding)
        handler.send_response(200)
        for name, value in {"Content-Type": media_type, **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(url: str) -> Answer:
    return status(302, Location=url)


def hang_up(handler: _Handler) -> None:
    """Leave without a word."""
    handler.close_connection = True


def drip(handler: _Handler) -> None:
    """Send the head of an answer that never ends, a little at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: x\r\n")
        threading.Event().wait(_PAUSE_SECONDS)


def flood(handler: _Handler, *, media_type: str = "text/plain") -> None:
    """Send the head of a good answer, then a body without an end."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
    handler.wfile.write(head.encode())
    while True:
        handler.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
