from __future__ import annotations

import asyncio
import threading

import pytest

from jdextract.engines import Reading
from jdextract.errors import AccessError, BudgetReachedError, InputError, InvalidAnswerError
from jdextract.models import Extraction, Posting, Usage
from jdextract.pipeline import extract, extract_async, stream, stream_async
from jdextract.settings import Settings


class ScriptedEngine:
    """Answers by the posting's text, and notes what it was asked and how much at once."""

    name = "scripted"
    prompt = None

    def __init__(self, answers=None, hold=None):
        self.answers = answers or {}
        self.hold = hold
        self.asked = []
        self.at_once = self.peak = 0
        self.cancelled = 0

    async def extract(self, posting):
        self.asked.append(posting.id)
        self.at_once += 1
        self.peak = max(self.peak, self.at_once)
        try:
            await (self.hold.wait() if self.hold else asyncio.sleep(0))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.at_once -= 1
        answer = self.answers.get(posting.text)
        if isinstance(answer, Exception):
            raise answer
        return Reading(Extraction(), usage=Usage(input_tokens=7, output_tokens=3))

    async def aclose(self):
        raise AssertionError("an engine of the caller's own is not closed")


def postings(*texts):
    return [Posting(id=f"p{number}", text=text) for number, text in enumerate(texts)]


def test_outcomes_come_in_the_order_of_the_postings():
    outcomes = extract(postings("a", "b", "c"), engine=ScriptedEngine())
    assert [outcome.posting.id for outcome in outcomes] == ["p0", "p1", "p2"]
    assert {outcome.status for outcome in outcomes} == {"ok"}
    assert outcomes[0].usage.total_tokens == 10


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\ufeff\u00a0"], ids=["empty", "blank", "invisible"])
def test_a_posting_without_text_is_skipped_and_never_read(text):
    engine = ScriptedEngine()
    [outcome] = extract(postings(text), engine=engine)
    assert (outcome.status, outcome.error.kind, outcome.attempts) == ("skipped", "empty_text", 0)
    assert engine.asked == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (InvalidAnswerError("no JSON", attempts=3, usage=Usage(output_tokens=5)), "invalid_answer"),
        (ZeroDivisionError("oops"), "unexpected"),
    ],
    ids=["engine error", "bug"],
)
def test_one_bad_posting_costs_no_other(error, kind):
    outcomes = extract(postings("a", "bad", "c"), engine=ScriptedEngine({"bad": error}))
    assert [outcome.status for outcome in outcomes] == ["ok", "failed", "ok"]
    assert outcomes[1].error.kind == kind
    assert outcomes[1].attempts == getattr(error, "attempts", 0)


@pytest.mark.parametrize("error", [AccessError("wrong key"), BudgetReachedError("spent")], ids=["access", "budget"])
def test_what_concerns_all_stops_the_run_after_what_is_done(error):
    engine = ScriptedEngine({"bad": error})
    seen = []
    with pytest.raises(type(error)):
        for outcome in stream(postings("a", "b", "bad", *"cdefgh"), engine=engine, settings=Settings(concurrency=1)):
            seen.append(outcome.posting.id)
    assert seen == ["p0", "p1"]
    assert engine.asked == ["p0", "p1", "p2"]


def test_an_error_of_the_source_comes_after_the_results():
    def source():
        yield from postings("a", "b")
        raise ValueError("row 3")

    seen = []
    with pytest.raises(ValueError, match="row 3"):
        for outcome in stream(source(), engine=ScriptedEngine()):
            seen.append(outcome.posting.id)
    assert sorted(seen) == ["p0", "p1"]


@pytest.mark.parametrize("given", ["some/path", [{"id": "1", "text": "Go"}]], ids=["a path", "dicts"])
def test_what_is_no_posting_is_named(given):
    with pytest.raises(InputError, match="read_postings"):
        extract(given, engine=ScriptedEngine())


def test_concurrency_is_bounded_and_the_source_is_pulled_lazily():
    pulled = []

    def source():
        for posting in postings(*(f"text {number}" for number in range(1000))):
            pulled.append(posting.id)
            yield posting

    engine = ScriptedEngine()
    outcomes = stream(source(), engine=engine, settings=Settings(concurrency=4))
    next(outcomes)
    assert len(pulled) < 40
    outcomes.close()
    assert engine.peak <= 4


def test_identical_postings_in_work_share_one_call():
    engine = ScriptedEngine()
    outcomes = extract(postings(*["same"] * 5), engine=engine, settings=Settings(concurrency=5))
    assert engine.asked == ["p0"]
    assert [outcome.cached for outcome in outcomes] == [False, True, True, True, True]
    assert sum(outcome.usage.total_tokens for outcome in outcomes) == 10


def test_a_shared_failure_is_paid_once():
    engine = ScriptedEngine({"same": InvalidAnswerError("no", attempts=3, usage=Usage(output_tokens=5))})
    outcomes = extract(postings("same", "same"), engine=engine, settings=Settings(concurrency=2))
    assert [(outcome.status, outcome.attempts, outcome.usage.output_tokens) for outcome in outcomes] == [
        ("failed", 3, 5),
        ("failed", 0, 0),
    ]


async def test_works_inside_a_running_loop():
    assert [outcome.status for outcome in extract(postings("a"), engine=ScriptedEngine())] == ["ok"]
    assert [outcome.status for outcome in stream(postings("a"), engine=ScriptedEngine())] == ["ok"]
    assert [outcome.status for outcome in await extract_async(postings("a"), engine=ScriptedEngine())] == ["ok"]


def test_closing_the_stream_cancels_what_is_under_way():
    class FirstFast(ScriptedEngine):
        async def extract(self, posting):
            self.hold = None if posting.id == "p0" else asyncio.Event()
            return await super().extract(posting)

    engine = FirstFast()
    outcomes = stream(postings("a", "b", "c"), engine=engine, settings=Settings(concurrency=3))
    assert next(outcomes).posting.id == "p0"
    outcomes.close()
    assert engine.cancelled == 2
    assert not [thread for thread in threading.enumerate() if thread.name == "jdextract-stream"]


async def test_closing_the_async_stream_leaves_no_task():
    outcomes = stream_async(postings("a", "b"), engine=ScriptedEngine(), settings=Settings(concurrency=1))
    await anext(outcomes)
    await outcomes.aclose()
    assert len(asyncio.all_tasks()) == 1


def test_each_outcome_is_reported_once():
    seen = []
    extract(postings("a", "b"), engine=ScriptedEngine(), on_outcome=lambda outcome: seen.append(outcome.posting.id))
    assert sorted(seen) == ["p0", "p1"]


TEXT = " ".join(f"word{number}" for number in range(60))
COPIES = [Posting(id=id_, company="Acme", text=text) for id_, text in (("a", TEXT), ("b", f"{TEXT} more"), ("c", TEXT))]


async def streamed(**options):
    return [outcome async for outcome in stream_async(COPIES, engine=ScriptedEngine(), **options)]


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda **options: extract(COPIES, engine=ScriptedEngine(), **options), id="extract"),
        pytest.param(lambda **options: list(stream(COPIES, engine=ScriptedEngine(), **options)), id="stream"),
        pytest.param(lambda **options: asyncio.run(streamed(**options)), id="stream_async"),
    ],
)
@pytest.mark.parametrize(
    ("dedup", "marked"), [(True, {"a": None, "b": "a", "c": "a"}), (False, dict.fromkeys("abc"))], ids=["on", "off"]
)
def test_copies_are_read_and_marked(read, dedup, marked):
    outcomes = read(settings=Settings(dedup=dedup))
    assert {outcome.posting.id: outcome.posting.duplicate_of for outcome in outcomes} == marked
    assert {outcome.status for outcome in outcomes} == {"ok"}
