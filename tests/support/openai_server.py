"""A server that speaks OpenAI's wire formats on 127.0.0.1, well by default and badly on demand."""

from dataclasses import dataclass

from tests.support import openai_wire, service_server
from tests.support.http_wire import tokens_of


@dataclass(kw_only=True)
class Received(service_server.Received):
    @property
    def model(self) -> str:
        return str(self.body.get("model") or self.path.rpartition("/models/")[2])

    @property
    def is_for_a_picture(self) -> bool:
        return self.path.endswith("/images/generations")

    @property
    def prompt(self) -> str:
        return str(self.body["prompt"]) if self.is_for_a_picture else super().prompt

    @property
    def system(self) -> str:
        return "\n\n".join(self._said_by("system"))

    @property
    def blocks(self) -> list[str]:
        return self._said_by("user")

    def _said_by(self, role: str) -> list[str]:
        return [message["content"] for message in self.body["messages"] if message["role"] == role]


class OpenAIServer(service_server.ServiceServer[Received]):
    """Chat completions, with a cache that keeps half of what an earlier call asked; pictures; and models."""

    wire = openai_wire
    received = Received

    def input_usage(self, received: Received) -> dict[str, int]:
        was_asked = any(other.body == received.body for other in self.requests[: received.index])
        prompt = tokens_of(f"{received.system}{received.prompt}")
        return {"prompt": prompt, "cached": prompt // 2 if was_asked else 0, "written": 0}

    def in_one_piece(self, received: Received) -> bytes:
        if received.is_for_a_picture:
            return openai_wire.picture(received.prompt, size=received.body["size"])
        return openai_wire.model(received.model) if "/models/" in received.path else b""
