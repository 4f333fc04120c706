"""Readings that are at hand: looked up together, and never at the cost of what is not."""

from __future__ import annotations

import asyncio

import pytest

from jdextract.deferred import DeferredExtraction
from jdextract.engines import Reading
from jdextract.errors import AccessError, CacheError
from jdextract.models import Extraction, Posting
from jdextract.workers import AHEAD, outcomes_of

KEPT = Extraction().model_dump_json().encode()


class Recalling:
    """Has readings at hand of all but ``missing``."""

    name = "recalling"
    prompt = None

    def __init__(self, missing=(), *, broken=False, stop_at=None):
        self.missing = frozenset(missing)
        self.broken = broken
        self.stop_at = stop_at
        self.recalled = []
        self.read = []

    def recall(self, postings):
        self.recalled.append(len(postings))
        if self.broken:
            raise CacheError("the disk is gone")
        return [None if posting.id in self.missing else self._kept() for posting in postings]

    async def extract(self, posting):
        self.read.append(posting.id)
        await asyncio.sleep(0)
        if posting.id == self.stop_at:
            raise AccessError("wrong key")
        return Reading(Extraction()) if posting.id in self.missing else self._kept()

    def _kept(self):
        return Reading(DeferredExtraction.of(KEPT), attempts=0, cached=True)


def source(count, pulled=None, error=None):
    for number in range(count):
        if pulled is not None:
            pulled.append(number)
        yield Posting(id=f"p{number}", text=f"text {number}" if number != 7 else "")
    if error:
        raise error


async def ids(engine, postings, concurrency=1):
    return [outcome.posting.id async for outcome in outcomes_of(postings, engine, concurrency)]


async def test_all_are_done_in_order_and_more_are_looked_up_as_long_as_all_are_at_hand():
    engine = Recalling()
    assert await ids(engine, source(300)) == [f"p{number}" for number in range(300)]
    assert engine.recalled[:3] == [2, 4, 8]  # in the last is one without text, which nothing is at hand of
    assert max(engine.recalled) == AHEAD
    assert len(engine.read) < 5


async def test_what_is_not_at_hand_is_read():
    missing = [f"p{number}" for number in (0, 20, 21, 99)]
    engine = Recalling(missing)
    outcomes = [outcome async for outcome in outcomes_of(source(100), engine, 4)]
    assert {outcome.posting.id for outcome in outcomes if outcome.status == "ok" and not outcome.cached} == set(missing)
    assert len({outcome.posting.id for outcome in outcomes}) == len(outcomes) == 100
    assert set(missing) <= set(engine.read)


async def test_without_anything_at_hand_nothing_is_looked_up_twice():
    engine = Recalling(f"p{number}" for number in range(50))
    assert len(await ids(engine, source(50), 4)) == 50
    assert engine.recalled == []


async def test_what_cannot_be_looked_up_is_read_one_by_one():
    engine = Recalling(broken=True)
    assert len(await ids(engine, source(20))) == 20
    assert len(engine.read) == 19


async def test_no_more_is_pulled_than_is_looked_up_together():
    pulled = []
    outcomes = outcomes_of(source(1000, pulled), Recalling(), 2)
    async for outcome in outcomes:
        if outcome.posting.id == "p200":
            break
    assert len(pulled) <= 200 + 2 * AHEAD
    await outcomes.aclose()


@pytest.mark.parametrize("count", [3, 40])
async def test_an_error_of_the_source_comes_after_the_results(count):
    seen = []
    with pytest.raises(ValueError, match="row 3"):
        async for outcome in outcomes_of(source(count, error=ValueError("row 3")), Recalling(["p2", "p30"]), 2):
            seen.append(outcome.posting.id)
    assert len(seen) == count


async def test_what_stops_the_run_stops_it_for_what_is_at_hand_too():
    engine = Recalling(["p50"], stop_at="p50")
    pulled = []
    with pytest.raises(AccessError):
        await ids(engine, source(1000, pulled), 2)
    assert len(pulled) < 50 + 4 * AHEAD
