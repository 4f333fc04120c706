"""Raw completions in the cache: usable ones under their request's key, all others under its failure key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from jdextract.cache import Cache, DiskCache, failure_key
from jdextract.engines.llm.completion import Completion, Request
from jdextract.engines.llm.reask import Turn
from jdextract.errors import CacheError
from jdextract.models import Usage

_FINISH_REASONS = frozenset({"stop", "length", "refusal", "content_filter"})


class Answers:
    """What models have answered so far. Without a cache nothing is kept.

    A full disk costs the storage of an answer, never the answer: `CacheError` on writing is counted in
    ``lost`` and handed to ``on_error``. On reading it is raised, lest everything be paid for twice.
    """

    def __init__(self, cache: Cache | None, on_error: Callable[[CacheError], None] | None = None) -> None:
        self._cache = cache
        self._on_error = on_error
        self.lost = 0

    def usable(self, turn: Turn) -> Completion | None:
        """The stored answer to the turn's request that counts as success."""
        return self._get(turn.key) if self._cache is not None else None

    def failed(self, turn: Turn) -> Completion | None:
        """The last stored answer to it that was invalid, truncated, refused or filtered."""
        return self._get(failure_key(turn.key)) if self._cache is not None else None

    def digests(self, keys: Sequence[str]) -> dict[str, str]:
        """By key the `answer_digest` of each usable answer under some hundred ``keys`` at most, if there is one."""
        if self._cache is None:
            return {}
        if isinstance(self._cache, DiskCache):
            records = self._cache.get_many(keys)
        else:
            records = {key: record for key in keys if (record := self._cache.get(key)) is not None}
        return {
            key: answer_digest(text) for key, record in records.items() if isinstance(text := record.get("text"), str)
        }

    def keep(self, turn: Turn, completion: Completion, *, usable: bool) -> None:
        """Store ``completion`` with its usage and what `cache explain` needs to tell requests apart."""
        if self._cache is not None:
            self.store(turn.key, digest_parts(turn.request), completion, usable=usable)

    def store(self, key: str, parts: Mapping[str, Any], completion: Completion, *, usable: bool) -> None:
        """`keep` for a request of which only the key and its `digest_parts` are left."""
        if self._cache is None:
            return
        record = {
            "text": completion.text,
            "usage": completion.usage.model_dump(),
            "finish_reason": completion.finish_reason,
            "model": completion.model,
            "request": parts,
        }
        try:
            self._cache.put(key if usable else failure_key(key), record)
        except CacheError as error:
            self.lost += 1
            if self._on_error:
                self._on_error(error)

    def _get(self, key: str) -> Completion | None:
        record = self._cache.get(key) if self._cache is not None else None
        if record is None:
            return None
        try:
            text, model, reason = record["text"], record["model"], record["finish_reason"]
            if not isinstance(text, str) or not isinstance(model, str) or reason not in _FINISH_REASONS:
                return None  # of another program or a damaged disk: asked for anew
            return Completion(text, Usage.model_validate(record["usage"]), reason, model)
        except (KeyError, ValidationError):
            return None


def answer_digest(text: str) -> str:
    """What tells one answer from another."""
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def digest_parts(request: Request) -> dict[str, Any]:
    """The parts of a request's identity, long ones as short digests: equal keys have equal parts."""
    identity = request.identity()
    return {
        **{part: identity[part] for part in ("version", "endpoint", "model", "mode", "sampling")},
        "messages": [[role, _digest(content)] for role, content in identity["messages"]],
        "schema": _digest(json.dumps(identity["schema"], sort_keys=True)),
    }


@lru_cache(maxsize=16)
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
