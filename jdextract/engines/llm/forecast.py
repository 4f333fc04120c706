"""What a run would ask and cost, told from the postings and the cache alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jdextract.engines.llm.engine import LLMEngine
from jdextract.engines.llm.estimation import UsageEstimator
from jdextract.models import Posting, Usage
from jdextract.segments import has_visible_text


@dataclass(slots=True)
class Forecast:
    """``cached`` postings need no call; ``requests`` are the calls that the others begin with, equal ones once.

    ``usage`` is an estimate of these calls alone: re-asks and questions about unknown names add to
    it, and providers' prompt caches take from it.
    """

    postings: int = 0
    empty: int = 0
    cached: int = 0
    requests: int = 0
    usage: Usage = field(default_factory=Usage)

    @property
    def to_read(self) -> int:
        """Postings that need a call, those with the text of another included."""
        return self.postings - self.empty - self.cached


def forecast(
    engine: LLMEngine, postings: Iterable[Posting], *, price: Callable[[Usage], Usage] = lambda usage: usage
) -> Forecast:
    """Look at ``postings`` without a call; cached answers teach how long answers are.

    Raises:
        InputError: a posting is too long for any model.
        CacheError: the cache cannot be read.
    """
    result = Forecast()
    estimator = UsageEstimator(price)
    counted: set[str] = set()
    for posting in postings:
        result.postings += 1
        if not has_visible_text(posting.text):
            result.empty += 1
            continue
        exchanges = engine.conversation(posting)
        pending = [exchange for exchange in exchanges if exchange.state == "open"]
        result.cached += not pending
        for exchange in exchanges:
            if exchange.usage is not None:
                estimator.learn(exchange.request, exchange.usage)
        for exchange in pending:
            if exchange.key not in counted:
                counted.add(exchange.key)
                result.usage += estimator.estimate(exchange.request)
    result.requests = len(counted)
    return result
