"""A rate limit as providers enforce it: so much a minute, told in ``x-ratelimit-*`` headers."""

from __future__ import annotations

import time
from collections.abc import Callable


class RateWindow:
    """Requests and tokens in fixed windows of a minute, as providers count them."""

    def __init__(self, requests: int | None, tokens: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {"requests": requests, "tokens": tokens}
        self._used = {"requests": 0, "tokens": 0}
        self._clock = clock
        self._start = clock()

    def admit(self, tokens: int) -> tuple[dict[str, str], float | None]:
        """Headers that tell what is left, and the seconds to wait where nothing is."""
        if self._limits == {"requests": None, "tokens": None}:
            return {}, None
        now = self._clock()
        if now - self._start >= 60:
            self._start, self._used = now, {"requests": 0, "tokens": 0}
        left = self._start + 60 - now
        wanted = {"requests": 1, "tokens": tokens}
        full = any(
            limit is not None and self._used[name] + wanted[name] > limit for name, limit in self._limits.items()
        )
        if not full:
            for name, amount in wanted.items():
                self._used[name] += amount
        headers = {}
        for name, limit in self._limits.items():
            if limit is not None:
                headers[f"x-ratelimit-limit-{name}"] = str(limit)
                headers[f"x-ratelimit-remaining-{name}"] = str(max(limit - self._used[name], 0))
                headers[f"x-ratelimit-reset-{name}"] = f"{left:.3f}s"
        return headers, left if full else None
