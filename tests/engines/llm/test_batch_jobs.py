from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.cache import DiskCache
from jdextract.engines.llm.answers import Answers
from jdextract.engines.llm.batch_jobs import _split, collect, prepare, send
from jdextract.engines.llm.batch_ledger import Entry, Ledger
from jdextract.engines.llm.batch_service import BatchService
from jdextract.engines.llm.connection import NoCalls
from jdextract.engines.llm.engine import LLMEngine
from jdextract.engines.llm.transport import Endpoint
from jdextract.errors import InputError
from jdextract.models import Posting
from tests.support.batches import BatchPlan

POSTINGS = [Posting(id=f"p{number}", text=f"Team {number}\nYou know PostgreSQL.") for number in range(6)]


class KilledError(BaseException):
    """The process died."""


@pytest.fixture
def cache(tmp_path):
    cache = DiskCache(tmp_path / "cache")
    yield cache
    cache.close()


@pytest.fixture
def engine(taxonomy, cache):
    return LLMEngine(NoCalls(), model="m", endpoint="host", taxonomy=taxonomy, cache=cache)


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "batches")


@pytest.fixture
def service(server):
    service = BatchService(base_url=server.base_url, api_key="k", endpoint=Endpoint("host", "m"))
    yield service
    service.close()


def unchanged(usage):
    return usage


def prepared(engine, ledger, **limits):
    named = {"model": "m", "base_url": None, "endpoint": "host", "limit_name": "max_tokens", "price": unchanged}
    return prepare(engine, POSTINGS, ledger, **named, **limits)


def submitted(engine, ledger, service):
    found = prepared(engine, ledger, max_requests=3)
    for part in ledger.parts():
        if not part.batch_id:
            send(service, ledger, part)
    return found.requests


def collected(ledger, service, cache):
    return [
        collect(service, ledger, part, Answers(cache), price=unchanged)
        for part in ledger.parts()
        if part.step == "submitted"
    ]


@pytest.mark.parametrize("written", [False, True], ids=["before the state is written", "after it"])
@pytest.mark.parametrize("nth", range(1, 20))
async def test_killed_at_any_step(engine, ledger, service, cache, server, monkeypatch, nth, written):
    """Two parts are prepared, sent and collected, one of them twice; whichever step dies, nothing is asked again."""
    server.batches.plans.append(BatchPlan(end="expired", answered=1))
    save, count = Ledger.save, 0

    def dying(self, part):
        nonlocal count
        count += 1
        if count == nth and not written:
            raise KilledError
        save(self, part)
        if count == nth:
            raise KilledError

    monkeypatch.setattr(Ledger, "save", dying)
    while True:
        try:
            if not submitted(engine, ledger, service) + len(collected(ledger, service, cache)):
                break
        except KilledError:
            continue
    assert count >= nth
    asked = server.batches.requests()
    assert (len(set(asked)), len(asked)) == (6, 6 + 2)  # what expired was asked twice, all else once
    assert [path.name for path in ledger.folder.iterdir() if "jsonl" in path.name and not _orphan(path, ledger)] == []
    assert all([(await engine.extract(posting)).cached for posting in POSTINGS])


def _orphan(path, ledger):
    """Requests of a part that never came to be: the process died before its state was written."""
    return ledger.get(path.name.partition(".requests")[0].partition(".index")[0]) is None


@pytest.mark.parametrize(
    ("limits", "sizes"),
    [({}, [6]), ({"max_requests": 4}, [4, 2]), ({"max_bytes": 1}, [1] * 6)],
    ids=["one part", "by count", "by bytes"],
)
def test_parts(engine, ledger, limits, sizes):
    found = prepared(engine, ledger, **limits)
    assert [part.requests for part in found.parts] == [part.requests for part in ledger.parts()] == sizes
    assert sum(part.bytes for part in found.parts) == sum(
        ledger.requests_path(part).stat().st_size for part in ledger.parts()
    )
    rows = [
        json.loads(line)
        for part in found.parts
        for line in ledger.requests_path(part).read_text(encoding="utf-8").splitlines()
    ]
    assert [row["custom_id"] for row in rows] == [entry.key for part in found.parts for entry in ledger.index(part)]
    assert (prepared(engine, ledger).requests, prepared(engine, ledger).under_way) == (0, 6)


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 5), st.integers(1, 100))
def test_no_part_is_too_large_and_none_could_take_the_next_line(lengths, max_requests, max_bytes):
    lines = [("x" * length, Entry(str(number), "p", {})) for number, length in enumerate(lengths)]
    parts = [list(chunk) for chunk in _split(iter(lines), max_requests, max_bytes)]
    assert [line for part in parts for line in part] == lines
    sizes = [(len(part), sum(len(line) for line, _ in part)) for part in parts]
    assert all(0 < count <= max_requests and (size <= max_bytes or count == 1) for count, size in sizes)
    for (count, size), following in zip(sizes, parts[1:], strict=False):
        assert count == max_requests or size + len(following[0][0]) > max_bytes


@pytest.mark.parametrize(("age", "left"), [(3600, ["x.requests.jsonl"]), (90_000, [])], ids=["an hour", "a day"])
def test_requests_without_a_state_are_swept_after_a_day(ledger, age, left):
    ledger.write_requests("x", [])
    ledger.index_path("x").unlink()
    ledger.sweep(now=ledger.requests_path("x").stat().st_mtime + age)
    assert [path.name for path in ledger.folder.iterdir()] == left


def test_a_folder_that_cannot_be_written(engine, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="--state"):
        prepared(engine, Ledger(tmp_path / "file"))
