"""Two machines over one cache: an answer is paid for once."""

from __future__ import annotations

import asyncio

import pytest

from jdextract.engines.llm.answers import Answers
from jdextract.engines.llm.claims import LEASE, Claims
from jdextract.engines.llm.completion import Completion, Message, Request
from jdextract.engines.llm.reask import Turn
from jdextract.engines.llm.wire import ANSWER_SCHEMA, SCHEMA_NAME
from jdextract.models import Posting, Usage
from jdextract.pipeline import extract_async
from jdextract.redis_cache import RedisCache
from jdextract.settings import Settings
from tests.support.server import ModelServer

TURN = Turn(Request("host", "m", (Message("user", "1: Python"),), SCHEMA_NAME, ANSWER_SCHEMA))
ANSWER = Completion('{"must": ["1 Python"]}', Usage(input_tokens=3, output_tokens=2), "stop", "m")


@pytest.fixture
def caches(redis_url):
    caches = [RedisCache(redis_url) for _ in range(2)]
    caches[0].clear()
    yield caches
    for cache in caches:
        cache.clear()
        cache.close()


def claims(cache, clock):
    answers = Answers(cache)
    return answers, Claims(cache, answers, clock.sleep)


async def test_the_second_waits_for_the_first_one_s_answer(caches, clock):
    (answers, mine), (_, theirs) = claims(caches[0], clock), claims(caches[1], clock)
    got = []

    async def second():
        async with theirs.asking(TURN) as answered:
            got.append(answered)

    async with mine.asking(TURN) as answered:
        assert answered is None
        waiting = asyncio.create_task(second())
        await clock.sleep(5)
        assert not got
        answers.keep(TURN, ANSWER, usable=True)
    await waiting
    assert [completion.text for completion in got] == [ANSWER.text]


async def test_the_second_asks_where_the_first_one_s_call_failed(caches, clock):
    (_, mine), (_, theirs) = claims(caches[0], clock), claims(caches[1], clock)
    got = []

    async def second():
        async with theirs.asking(TURN) as answered:
            got.append(answered)

    with pytest.raises(OSError, match="lost"):
        async with mine.asking(TURN):
            waiting = asyncio.create_task(second())
            await clock.sleep(1)
            raise OSError("lost")
    await waiting
    assert got == [None]


async def test_an_unusable_answer_is_handed_on_but_not_one_of_an_earlier_run(caches, clock):
    (answers, mine), (_, theirs) = claims(caches[0], clock), claims(caches[1], clock)
    answers.keep(TURN, Completion("sorry", Usage(), "refusal", "m"), usable=False)
    got = []

    async def second():
        async with theirs.asking(TURN) as answered:
            got.append(answered)

    async with mine.asking(TURN) as answered:
        assert answered is None, "what failed in an earlier run is asked again"
        waiting = asyncio.create_task(second())
        await clock.sleep(1)
        answers.keep(TURN, Completion("never", Usage(), "refusal", "m"), usable=False)
    await waiting
    assert [completion.text for completion in got] == ["never"]


async def test_a_claim_is_renewed_while_its_owner_lives(caches, clock):
    _, mine = claims(caches[0], clock)
    async with mine.asking(TURN):
        await clock.sleep(2 * LEASE)
        await clock.sleep(0)
        assert not caches[1].claim(TURN.key, 1)
        assert sum(slept == LEASE / 3 for slept in clock.slept) >= 5
    assert caches[1].claim(TURN.key, 1)


async def test_a_cache_of_one_machine_has_no_claims(tmp_path, clock):
    _, mine = claims(None, clock)
    async with mine.asking(TURN) as answered:
        assert answered is None


async def test_two_runs_over_one_corpus_pay_once(redis_url, caches):
    postings = [Posting(id=f"p{number}", text=f"Team {number}\nYou know Python and Kafka.") for number in range(30)]
    with ModelServer(latency=0.02) as server:
        settings = Settings(model="openai/any", base_url=server.base_url, cache_dir=redis_url, concurrency=8)
        runs = await asyncio.gather(*(extract_async(postings, settings=settings) for _ in range(2)))
        assert max(server.calls().values()) == 1
        assert server.stats()["calls"] == len(postings)
    first, second = ([outcome.extraction for outcome in run] for run in runs)
    assert first == second
    paid = [sum(outcome.usage.total_tokens for outcome in run) for run in runs]
    total = sum(outcome.usage.total_tokens for run in runs for outcome in run)
    assert sum(paid) == total
    assert sum(outcome.cached for run in runs for outcome in run) == len(postings)
