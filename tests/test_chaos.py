"""Everything goes wrong at once, from the postings to the cache: nothing is lost and nothing paid for twice."""

from __future__ import annotations

import random

from jdextract.cache import DiskCache
from jdextract.engines.llm.connection import connect
from jdextract.engines.llm.engine import LLMEngine
from jdextract.engines.llm.transport import Endpoint, RetryPolicy, Transport
from jdextract.events import RateLimited, Retried
from jdextract.limits import Limits
from jdextract.models import Posting
from jdextract.pipeline import extract_async
from jdextract.settings import Settings
from tests.support.server import ModelServer

CHAOS = {"429:50ms": 0.1, "500": 0.1, "malformed": 0.05, "disconnect": 0.05, "hang": 0.02}
POSTINGS = [
    Posting(id=f"p{number}", text=f"You know Python and PostgreSQL.\nReference {number}") for number in range(120)
]
RUN = Settings(concurrency=16)


async def test_chaos_ends_with_an_outcome_for_every_posting(clock, tmp_path):
    heard = []
    cache = DiskCache(tmp_path)

    def engine_at(server):
        limits = Limits(16, clock=clock, sleep=clock.sleep)
        transport = Transport(
            limits,
            Endpoint("local", "m"),
            clock=clock,
            sleep=clock.sleep,
            rng=random.Random(3),  # noqa: S311 - a seeded one
            on_event=heard.append,
        )
        connection = connect(
            "m", limits=limits, base_url=server.base_url, label="local", timeout=3.0, transport=transport
        )
        return LLMEngine(connection.client, model="m", endpoint="local", cache=cache, classify=False)

    with ModelServer(faults=CHAOS, seed=3) as server:
        engine = engine_at(server)
        outcomes = await extract_async(POSTINGS, engine=engine, settings=RUN)
        await engine.aclose()
        stats, good = server.stats(), server.good_answers()
    assert {"429", "500", "malformed", "disconnect", "hang"} <= stats.keys()
    assert [outcome.posting.id for outcome in outcomes] == [posting.id for posting in POSTINGS]
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    assert all(outcome.error.message for outcome in failed)
    assert sum(outcome.attempts for outcome in outcomes) == stats["calls"]
    assert len(good) == len(POSTINGS) - len(failed)
    assert set(good.values()) == {1}
    waits = [event.wait for event in heard if isinstance(event, Retried | RateLimited)]
    assert 0 < max(waits) <= RetryPolicy().longest_wait
    assert max(clock.slept) <= RetryPolicy().longest_wait

    with ModelServer() as server:  # a second run asks only about what failed
        engine = engine_at(server)
        again = await extract_async(POSTINGS, engine=engine, settings=RUN)
        await engine.aclose()
        assert sum(outcome.cached for outcome in again) == len(good)
        assert server.stats()["calls"] == len(failed)
    assert {outcome.status for outcome in again} == {"ok"}
    cache.close()
