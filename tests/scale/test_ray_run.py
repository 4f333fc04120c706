"""Runs on a real Ray: two workers, one of them killed; one rate limit, one budget."""

from __future__ import annotations

import itertools
import os
import signal
from pathlib import Path

import duckdb
import pytest

from jdextract import extract, read_postings
from jdextract.breakdown import break_down, break_down_folder
from jdextract.errors import AccessError, BudgetReachedError, InputError
from jdextract.limits import Limits
from jdextract.models import Outcome
from jdextract.settings import Settings
from tests.support.answers import answer_grounded
from tests.support.clock import VirtualClock
from tests.support.server import ModelServer

pytestmark = pytest.mark.usefixtures("cluster")


@pytest.fixture
def dataset(cluster, rows):
    """Raw rows as a dataset of so many blocks."""

    def make(count, blocks=4):
        return cluster.data.from_arrow(rows(count)).repartition(blocks).materialize()

    return make


@pytest.fixture(params=["dataset", "tables"])
def blocks(request, dataset, rows):
    """The same as a Ray dataset, or as tables that come one by one, as files do."""

    def make(count, blocks=4):
        if request.param == "dataset":
            return dataset(count, blocks)
        size = count // blocks
        return (rows(count).slice(start, size) for start in range(0, count, size))

    return make


@pytest.fixture
def llm(tmp_path):
    def settings(server, **given):
        return Settings(model="openai/any", base_url=server.base_url, cache_dir=tmp_path / "cache", **given)

    return settings


@pytest.fixture
def extract_dataset():
    from jdextract.scale import extract_dataset as function  # noqa: PLC0415 - where Ray is installed

    return function


def outcomes_in(folder):
    lines = duckdb.read_parquet(f"{folder}/postings/*.parquet").order("posting_id").select("outcome").fetchall()
    return [Outcome.model_validate_json(line) for (line,) in lines]


def test_files_give_what_a_plain_run_gives_and_a_second_run_does_what_is_missing(extract_dataset, tmp_path, rows):
    from jdextract.scale.ray_reading import read_dataset  # noqa: PLC0415 - where Ray is installed

    samples = Path(__file__).parents[2] / "evals" / "postings"
    duckdb.from_arrow(rows(60)).write_parquet(str(tmp_path / "more.parquet"))
    paths, folder = [str(samples), str(tmp_path / "more.parquet")], tmp_path / "out"

    def run():
        return extract_dataset(read_dataset(paths, batch_size=20), folder, batch_size=20, settings=Settings())

    parts = run()
    plain = extract(read_postings(*paths, on_problem=lambda problem: None), settings=Settings())
    assert len(parts) > 4
    assert sum(part.postings for part in parts) == len(plain)
    assert outcomes_in(folder) == sorted(plain, key=lambda outcome: outcome.posting.id)
    assert break_down_folder(folder) == break_down(plain)

    # A second run does what is missing, and removes what an earlier one left of other postings.
    lost = folder / "postings" / f"{parts[0].name}.parquet"
    lost.rename(folder / "postings" / f"part-{'0' * 20}.parquet")
    again = run()
    assert [part.name for part in again if not part.reused] == [parts[0].name]
    assert {path.stem for path in (folder / "postings").iterdir()} == {part.name for part in parts}


def test_a_killed_worker_costs_its_batch_and_no_answer_twice(extract_dataset, blocks, llm, tmp_path):
    at_once = 4
    calls = itertools.count(1)

    def answer(ask):
        if next(calls) == 40:  # a third of the run, whatever time that takes
            os.kill(workers()[0], signal.SIGKILL)
        return answer_grounded(ask)

    with ModelServer(answer=answer) as server:
        settings = llm(server, concurrency=at_once)
        parts = extract_dataset(blocks(120, 6), tmp_path / "out", settings=settings)
        assert 120 <= server.stats()["calls"] <= 120 + at_once
    assert sum(part.ok for part in parts) == 120
    done = [outcome.posting.id for outcome in outcomes_in(tmp_path / "out")]
    assert sorted(done) == sorted(f"p{number}" for number in range(120))


def workers():
    """The processes of this test's own workers: children of the raylet that this process started."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            name = (folder / "cmdline").read_bytes()
            grandparent = parent_of(parent_of(int(folder.name)))
        except (OSError, ValueError):  # it has ended meanwhile
            continue
        if b"Worker" in name and grandparent == os.getpid():
            found.append(int(folder.name))
    return found


def parent_of(process):
    return int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def test_two_workers_keep_one_rate_limit(dataset, llm, tmp_path, monkeypatch):
    from jdextract.scale import coordinator, ray_run  # noqa: PLC0415 - where Ray is installed

    per_minute, burst, many = 600, 10, 50

    class WithoutWaiting(coordinator.Coordinator):
        """Its time passes only in waiting; how much did is its last note."""

        def __init__(self, settings, workers):
            super().__init__(settings, workers)
            self.clock = VirtualClock(0)
            self.limits = Limits(
                settings.concurrency * workers,
                requests_per_minute=settings.requests_per_minute,
                clock=self.clock,
                sleep=self.clock.sleep,
            )

        async def end(self):
            stopped, notes = await super().end()
            return stopped, [*notes, str(self.clock.now)]

    monkeypatch.setattr(ray_run, "Coordinator", WithoutWaiting)
    with ModelServer() as server:
        settings = llm(server, requests_per_minute=per_minute, concurrency=16)
        run = ray_run.RayRun(dataset(many), tmp_path / "out", settings=settings, workers=2)
        assert sum(part.ok for part in run) == many
        assert server.stats()["calls"] == many
    # Two limits instead of one would let twice as many through.
    assert float(run.notes[-1]) >= (many - burst) * 60 / per_minute


def test_two_workers_keep_one_budget_and_a_larger_one_goes_on(extract_dataset, blocks, llm, tmp_path):
    with ModelServer() as server:
        budget = 40_000
        with pytest.raises(BudgetReachedError, match="40,000 tokens"):
            extract_dataset(blocks(60), tmp_path / "out", settings=llm(server, max_tokens=budget), workers=2)
        spent = server.stats()
        assert 0 < spent["input_tokens"] + spent["output_tokens"] <= budget
        parts = extract_dataset(blocks(60), tmp_path / "out", settings=llm(server), workers=2)
        assert server.stats()["calls"] == 60
    assert sum(part.ok for part in parts) == 60
    assert 0 < sum(part.cached for part in parts) < 60


def test_an_endpoint_that_lets_nobody_in_stops_the_run(extract_dataset, dataset, llm, tmp_path):
    with ModelServer(api_key="right") as server:
        with pytest.raises(AccessError, match="OPENAI_API_KEY"):
            extract_dataset(dataset(60), tmp_path / "out", settings=llm(server, concurrency=2), workers=2)
        assert server.stats()["calls"] <= 8
    assert not list((tmp_path / "out" / "postings").iterdir())


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["s3://bucket/a.parquet", "b.jsonl"], "files or URLs"),
        (["-"], "stdin"),
        (["s3://bucket/a.xlsx"], "one format"),
        (["missing.jsonl"], "does not exist"),
    ],
)
def test_what_ray_cannot_read_is_refused_at_once(paths, message):
    from jdextract.scale.ray_reading import read_dataset  # noqa: PLC0415 - where Ray is installed

    with pytest.raises(InputError, match=message):
        read_dataset(paths)
