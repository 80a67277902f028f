"""A server that speaks Google's streaming wire format on 127.0.0.1, well by default and badly on demand."""

import re
from dataclasses import dataclass
from typing import Any

from tests.support import gemini_wire, service_server
from tests.support.http_wire import tokens_of


@dataclass(kw_only=True)
class Received(service_server.Received):
    @property
    def model(self) -> str:
        found = re.search(r"/models/([^/:]+):streamGenerateContent\?alt=sse$", self.path)
        assert found, f"{self.path} is no address of a streamed answer"
        return found[1]

    @property
    def system(self) -> str:
        return "\n\n".join(_texts(self.body.get("systemInstruction", {"parts": []})))

    @property
    def blocks(self) -> list[str]:
        return [text for content in self.body["contents"] for text in _texts(content)]


def _texts(content: dict[str, Any]) -> list[str]:
    return [part["text"] for part in content["parts"]]


class GeminiServer(service_server.ServiceServer[Received]):
    """Streamed answers, with a cache that keeps half of what an earlier call asked."""

    wire = gemini_wire
    received = Received

    def input_usage(self, received: Received) -> dict[str, int]:
        was_asked = any(other.body == received.body for other in self.requests[: received.index])
        prompt = tokens_of(f"{received.system}{received.prompt}")
        return {"prompt": prompt, "cached": prompt // 2 if was_asked else 0}
