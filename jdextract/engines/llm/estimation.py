"""How many tokens a call will use, before it is made: for pacing, for the budget and for dry runs."""

from __future__ import annotations

import json
from collections.abc import Callable

from jdextract.engines.llm.completion import Request
from jdextract.models import Usage

CHARS_PER_TOKEN = 4.0
"""Of English text in current vocabularies; German has some 3.3. Real usage corrects it."""

FIRST_OUTPUT = 400
"""Tokens of an answer before any was seen."""

_MEMORY = 0.9
"""The share that earlier answers keep in the running means."""


class UsageEstimator:
    """Estimates a request's usage, and learns from what requests really used.

    Args:
        price: adds the cost to a usage.
    """

    def __init__(self, price: Callable[[Usage], Usage] = lambda usage: usage) -> None:
        self._price = price
        self._chars_per_token = CHARS_PER_TOKEN
        self._output = float(FIRST_OUTPUT)
        self._schema_chars: dict[str, int] = {}

    def estimate(self, request: Request) -> Usage:
        """Tokens and cost that ``request`` is expected to use; no input is taken to come from a prompt cache."""
        output = min(request.max_output_tokens, round(self._output) or 1)
        return self._price(
            Usage(input_tokens=round(self._chars(request) / self._chars_per_token), output_tokens=output)
        )

    def learn(self, request: Request, usage: Usage) -> None:
        """Take note of what ``request`` used; a usage of nothing (a server that tells none) is ignored."""
        if usage.input_tokens and (chars := self._chars(request)):
            ratio = min(max(chars / usage.input_tokens, 1.0), 8.0)
            self._chars_per_token = _MEMORY * self._chars_per_token + (1 - _MEMORY) * ratio
        if usage.output_tokens:
            self._output = _MEMORY * self._output + (1 - _MEMORY) * usage.output_tokens

    def _chars(self, request: Request) -> int:
        if (schema := self._schema_chars.get(request.schema_name)) is None:
            schema = self._schema_chars[request.schema_name] = len(json.dumps(dict(request.schema)))
        return schema + sum(len(message.content) for message in request.messages)
