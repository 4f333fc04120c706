"""Why the cache has no answer to a request: which part of it differs from the nearest one that was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jdextract.cache import Cache
from jdextract.engines.llm.answers import digest_parts
from jdextract.engines.llm.completion import Request

_MESSAGES = ("the prompt (its system message)", "the posting (its text or title, or the prompt's words around it)")
_FOLLOW_UP = "the follow-up (the answer that it is about, or what is asked about it)"


@dataclass(frozen=True, slots=True)
class Explanation:
    """``nearest`` is the key of the stored answer that is most like the request; ``differences`` are for people.

    ``same_posting`` says whether that answer is about the same posting, word for word.
    """

    nearest: str | None
    differences: tuple[str, ...] = ()
    same_posting: bool = False


def explain(cache: Cache, request: Request) -> Explanation:
    """Compare ``request`` with the requests of all answers in ``cache``, by the digests that are kept of them.

    Raises:
        CacheError: the cache cannot be read.
    """
    parts = digest_parts(request)
    nearest, least = Explanation(None), None
    for key in cache:
        row = cache.get(key) or {}
        stored = row.get("request")
        if key.endswith(".failure") or not isinstance(stored, Mapping):
            continue
        differences = tuple(_differences(stored, parts))
        same = _posting(stored) == _posting(parts)
        rank = (not same, len(differences))
        if least is None or rank < least:
            nearest, least = Explanation(key, differences, same), rank
    return nearest


def _posting(parts: Mapping[str, Any]) -> Any:
    messages = parts.get("messages")
    return messages[1] if isinstance(messages, list) and len(messages) > 1 else None


def _differences(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    """What a stored request has and the wanted one has not, part by part."""
    for part, name in (
        ("version", "the key's version"),
        ("endpoint", "endpoint"),
        ("model", "model"),
        ("mode", "mode"),
    ):
        if stored.get(part) != wanted[part]:
            yield f"{name}: {stored.get(part)!r} there, {wanted[part]!r} now"
    there = stored.get("sampling")
    for name, value in wanted["sampling"].items():
        before = there.get(name) if isinstance(there, Mapping) else None
        if before != value:
            yield f"{name}: {before!r} there, {value!r} now"
    if stored.get("schema") != wanted["schema"]:
        yield "the answer's schema"
    yield from _message_differences(stored.get("messages"), wanted["messages"])


def _message_differences(stored: Any, wanted: list[Any]) -> Iterator[str]:
    there = stored if isinstance(stored, list) else []
    for number, name in enumerate(_MESSAGES):
        if there[number : number + 1] != wanted[number : number + 1]:
            yield name
    if there[len(_MESSAGES) :] != wanted[len(_MESSAGES) :]:
        yield _FOLLOW_UP
