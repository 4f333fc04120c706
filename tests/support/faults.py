"""What can go wrong between a client and a model server, as values.

A fault is written ``KIND`` or ``429:WAIT``, where ``WAIT`` is the Retry-After as seconds (``429:2``,
``429:0.5``), milliseconds (``429:250ms``, sent as ``retry-after-ms``) or a date that many seconds ahead
(``429:date+3``). A waiting time may follow any status (``503:1``).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate

ANSWER_FAULTS = frozenset(
    {
        "malformed",  # the answer is no JSON
        "invalid",  # JSON that does not fit the schema
        "ungrounded",  # fits the schema, cites what is not there
        "truncated",  # cut at the output limit
        "refusal",  # the model declines
        "content_filter",  # the provider's filter cut the answer
        "empty",  # an answer without content
    }
)
CONNECTION_FAULTS = frozenset(
    {
        "hang",  # no byte is ever sent
        "drop",  # the connection closes before the answer
        "disconnect",  # the connection closes in the middle of the body
        "not_json",  # 200 with an HTML page
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour; ``status`` is set for those that are an HTTP error."""

    kind: str
    status: int | None = None
    wait: str | None = None

    @classmethod
    def parse(cls, text: str) -> Fault:
        kind, _, wait = text.partition(":")
        if kind.isdigit() and 400 <= int(kind) <= 599:
            return cls(kind, int(kind), wait or None)
        if kind not in ANSWER_FAULTS | CONNECTION_FAULTS or wait:
            raise ValueError(
                f"unknown fault {text!r}: use an HTTP status, {', '.join(sorted(ANSWER_FAULTS | CONNECTION_FAULTS))}"
            )
        return cls(kind)

    def headers(self) -> dict[str, str]:
        """The Retry-After header in the form that was asked for."""
        if self.wait is None:
            return {}
        if self.wait.endswith("ms"):
            return {"retry-after-ms": self.wait.removesuffix("ms")}
        if self.wait.startswith("date+"):
            return {"retry-after": formatdate(time.time() + float(self.wait.removeprefix("date+")), usegmt=True)}
        return {"retry-after": self.wait}


class FaultRates:
    """Faults by chance: the same for the same seed, posting and call number, in whatever order calls arrive."""

    def __init__(self, rates: Mapping[str, float], seed: int = 0) -> None:
        if sum(rates.values()) > 1:
            raise ValueError(f"fault rates {dict(rates)!r} add up to more than 1")
        self._rates = [(Fault.parse(text), rate) for text, rate in rates.items()]
        self._seed = seed

    def draw(self, posting: str, call: int) -> Fault | None:
        if not self._rates:
            return None
        digest = hashlib.blake2b(f"{self._seed}:{posting}:{call}".encode(), digest_size=8).digest()
        point = int.from_bytes(digest) / 2**64
        for fault, rate in self._rates:
            point -= rate
            if point < 0:
                return fault
        return None
