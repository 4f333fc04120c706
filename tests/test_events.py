from __future__ import annotations

import json
from dataclasses import replace

import pytest

from jdextract import analyze, events
from jdextract.engines import Reading, open_engine
from jdextract.errors import AccessError, InvalidAnswerError
from jdextract.events import (
    BudgetReserved,
    BudgetStopped,
    ConcurrencyChanged,
    PostingDone,
    PostingFailed,
    PostingSkipped,
    RateLimited,
    ReAsked,
    Retried,
    RunFinished,
    RunStarted,
)
from jdextract.models import Extraction, Posting, Usage
from jdextract.pipeline import extract, extract_async, stream, stream_async
from jdextract.settings import Settings
from tests.support.server import ModelServer

TEXT = "You know Python and PostgreSQL."


class Engine:
    """Reads anything but what it is told to fail at."""

    name, prompt = "scripted", None

    def __init__(self, failures=None):
        self.failures = failures or {}

    async def extract(self, posting):
        if error := self.failures.get(posting.text):
            raise error
        return Reading(Extraction(), usage=Usage(input_tokens=7), cached=posting.text == "cached")

    async def aclose(self):
        raise AssertionError("an engine of the caller's own is not closed")


def postings(*texts):
    return [Posting(id=f"p{number}", text=text) for number, text in enumerate(texts)]


def timeless(event):
    return replace(event, seconds=0.0) if isinstance(event, RunFinished) else event


def test_every_posting_is_told_of_between_the_beginning_and_the_end():
    heard = []
    engine = Engine({"bad": InvalidAnswerError("no JSON", attempts=3, usage=Usage(output_tokens=5))})
    options = {"engine": engine, "settings": Settings(concurrency=1), "on_event": heard.append}
    extract(postings("a", "cached", "bad", " "), **options)
    assert [timeless(event) for event in heard] == [
        RunStarted("scripted", 1),
        PostingDone("p0", cached=False, attempts=1, usage=Usage(input_tokens=7)),
        PostingDone("p1", cached=True, attempts=1, usage=Usage(input_tokens=7)),
        PostingFailed("p2", "invalid_answer", "no JSON", 3, Usage(output_tokens=5)),
        PostingSkipped("p3", "empty_text"),
        RunFinished(done=2, cached=1, failed=1, skipped=1, usage=Usage(input_tokens=14, output_tokens=5)),
    ]


def test_a_run_that_was_stopped_says_by_what():
    heard = []
    with pytest.raises(AccessError):
        extract(postings("bad"), engine=Engine({"bad": AccessError("wrong key")}), on_event=heard.append)
    assert heard[-1].stopped_by == "wrong key"


async def test_all_ways_to_run_tell_alike():
    heard = {name: [] for name in ("extract", "stream", "async", "stream_async")}
    given = postings("a")
    extract(given, engine=Engine(), on_event=heard["extract"].append)
    list(stream(given, engine=Engine(), on_event=heard["stream"].append))
    await extract_async(given, engine=Engine(), on_event=heard["async"].append)
    async for _ in stream_async(given, engine=Engine(), on_event=heard["stream_async"].append):
        pass
    assert len({repr([timeless(event) for event in told]) for told in heard.values()}) == 1
    assert len(heard["stream"]) == 3


def test_analyze_tells_too():
    heard = []
    analyze({"id": "1", "text": TEXT}, on_event=heard.append)
    assert [type(event) for event in heard] == [RunStarted, PostingDone, RunFinished]


def test_a_listener_that_raises_is_told_of_and_costs_nothing():
    heard, warnings = [], []

    def listen(event):
        heard.append(event)
        raise ZeroDivisionError("oops")

    outcomes = extract(postings("a", "b"), engine=Engine(), on_event=listen, on_warning=warnings.append)
    assert [outcome.status for outcome in outcomes] == ["ok", "ok"]
    assert len(heard) == 1
    [warning] = warnings
    assert "ZeroDivisionError (oops) at RunStarted" in warning


async def heard_at(server, tmp_path, **settings):
    """The events of one posting that is read by a model at ``server``."""
    heard = []
    chosen = Settings(
        model="openai/any", base_url=server.base_url, cache_dir=tmp_path, classify=False, concurrency=4, **settings
    )
    engine = open_engine(chosen, on_event=heard.append)
    async for _ in stream_async(
        postings(*(f"{TEXT}\nTeam {number}" for number in range(3))), engine=engine, settings=chosen
    ):
        pass
    await engine.aclose()
    return heard


async def test_what_goes_wrong_at_the_endpoint_is_told(tmp_path):
    with ModelServer() as server:
        server.script("429:10ms", "500", "malformed")
        heard = await heard_at(server, tmp_path)
    [limited], [again], [re_asked] = ([e for e in heard if isinstance(e, t)] for t in (RateLimited, Retried, ReAsked))
    assert (limited.wait, limited.reason) == (0.01, "429 as scripted: 429")
    assert (again.failures, again.reason) == (1, "500 as scripted: 500")
    assert 0 <= again.wait <= 0.5
    assert re_asked.turn == 1
    assert re_asked.posting_id in {"p0", "p1", "p2"}
    assert ConcurrencyChanged(2) in heard


async def test_a_budget_is_told_of(tmp_path):
    heard = []
    with ModelServer() as server:
        settings = Settings(
            model="openai/any", base_url=server.base_url, cache_dir=tmp_path, max_tokens=6_000, concurrency=1
        )
        outcomes = stream(postings(*map(str, range(9))), settings=settings, on_event=heard.append)
        with pytest.raises(Exception, match="budget"):
            list(outcomes)
    reserved = [event for event in heard if isinstance(event, BudgetReserved)]
    assert reserved
    assert reserved[0].spent == Usage()
    assert [type(event) for event in heard].count(BudgetStopped) == 1


def test_an_event_is_a_line_of_json():
    line = events.event_line(PostingDone("p1", cached=True, attempts=0, usage=Usage()), at="2026-01-01T00:00:00+00:00")
    assert line.endswith("}\n")
    assert json.loads(line) == {
        "at": "2026-01-01T00:00:00+00:00",
        "event": "PostingDone",
        "posting_id": "p1",
        "cached": True,
        "attempts": 0,
        "usage": {"input_tokens": 0, "cached_input_tokens": 0, "output_tokens": 0, "cost_usd": None},
    }
