"""Every paid answer, kept: a content-addressed store of raw completions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Cache(Protocol):
    """A store of JSON objects by key; shared by threads, tasks and processes."""

    def get(self, key: str) -> dict[str, Any] | None:
        """The object under ``key``, or ``None``."""
        ...

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Store ``value`` durably before returning.

        Raises:
            CacheError: it cannot be stored (a full disk, a read-only folder).
        """
        ...

    def __iter__(self) -> Iterator[str]:
        """All keys, in no particular order."""
        ...

    def close(self) -> None:
        """Release files."""
        ...


def request_key(identity: Mapping[str, Any]) -> str:
    """The SHA-256 of ``identity`` as canonical JSON: equal requests have equal keys on every machine."""
    canonical = json.dumps(identity, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def failure_key(key: str) -> str:
    """Where an unusable answer to a request (a refusal, a truncated one) is kept, apart from successes."""
    return f"{key}.failure"
