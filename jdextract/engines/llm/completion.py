"""One structured-output call as values: `Request`, `Completion`, and the `CompletionClient` between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from jdextract.models import Usage

Mode = Literal["json_schema", "tools", "json"]
"""How the endpoint is held to the schema: strict response format, a forced tool call, or JSON by instruction."""

FinishReason = Literal["stop", "length", "refusal", "content_filter"]

KEY_VERSION = 1
"""Raised when what makes two requests the same changes; users pay for that."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """All that decides an answer. ``endpoint`` is a label (the host unless set), never a key or a full URL."""

    endpoint: str
    model: str
    messages: tuple[Message, ...]
    schema_name: str
    schema: Mapping[str, Any]
    mode: Mode = "json_schema"
    max_output_tokens: int = 4096
    temperature: float | None = None
    seed: int | None = None

    def identity(self) -> dict[str, Any]:
        """The parts that the cache key is made of, as plain JSON: the same online, in a batch, or imported."""
        return {
            "version": KEY_VERSION,
            "endpoint": self.endpoint,
            "model": self.model,
            "messages": [[message.role, message.content] for message in self.messages],
            "schema": dict(self.schema),
            "mode": self.mode,
            "sampling": {
                "max_output_tokens": self.max_output_tokens,
                "temperature": self.temperature,
                "seed": self.seed,
            },
        }


@dataclass(frozen=True, slots=True)
class Completion:
    """A raw answer: the text as received (for a refusal, the refusal), and how it ended.

    ``attempts`` counts the calls that it took: more than one where some failed on the way.
    """

    text: str
    usage: Usage
    finish_reason: FinishReason
    model: str
    attempts: int = 1


class CompletionClient(Protocol):
    """Sends one request, retrying what is worth it; safe to call from many tasks at once."""

    async def complete(self, request: Request) -> Completion:
        """Send ``request`` and return the answer, whatever its content.

        Raises:
            TransportError: retries are used up.
            AccessError: 401, 403 or 404.
            RequestError: any other 4xx.
        """
        ...

    async def aclose(self) -> None:
        """Close connections."""
        ...
