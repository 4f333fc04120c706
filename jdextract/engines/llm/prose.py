"""`ProseWriter`: a model's words for a prompt, over the same client, cache and budget that read postings."""

from __future__ import annotations

import json
from dataclasses import replace

from jdextract.cache import Cache
from jdextract.engines.llm.answers import Answers
from jdextract.engines.llm.completion import Completion, CompletionClient, Message, Request
from jdextract.engines.llm.connection import Connection
from jdextract.engines.llm.reask import Turn

_SCHEMA = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}


class ProseWriter:
    """Asks a model for text; an answer in the cache is not paid for again.

    Args:
        connection: how the model is reached.
        cache: where completions are kept.
        max_output_tokens: the limit of one answer.
    """

    def __init__(self, connection: Connection, *, cache: Cache | None, max_output_tokens: int) -> None:
        self._client: CompletionClient = connection.client
        self._answers = Answers(cache)
        self._template = Request(
            endpoint=connection.endpoint,
            model=connection.model,
            messages=(),
            schema_name="prose",
            schema=_SCHEMA,
            mode=connection.mode,
            max_output_tokens=max_output_tokens,
        )

    async def write(self, prompt: str) -> str:
        """The model's text, or nothing where its answer holds none (truncated, refused, of another form).

        Raises:
            TransportError, RequestError, AccessError, BudgetReachedError: as the client says.
            CacheError: the cache cannot be read.
        """
        turn = Turn(replace(self._template, messages=(Message("user", prompt),)))
        completion = self._answers.usable(turn)
        if completion is None:
            completion = await self._client.complete(turn.request)
            self._answers.keep(turn, completion, usable=_text(completion) is not None)
        return _text(completion) or ""

    async def aclose(self) -> None:
        """Close the client; the cache is its owner's to close."""
        await self._client.aclose()


def _text(completion: Completion) -> str | None:
    if completion.finish_reason != "stop":
        return None
    try:
        text = json.loads(completion.text)["text"]
    except (ValueError, KeyError, TypeError):
        return None
    return text if isinstance(text, str) else None
