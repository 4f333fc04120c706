"""A run that is killed again and again ends complete, and pays again for no more than was in flight.

    python evals/benchmarks/kills.py [--postings 500] [--kills 20] [--interrupts 2] [--concurrency 16] [--seed 1]

SIGKILL at random moments of one run, then SIGINT and SIGTERM. After each, the cache and the partial file are checked,
and the answers that the server gave but the cache does not have are counted: for SIGKILL at most those in flight, for
the others none. Prints a line of JSON.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import tempfile
import time
from pathlib import Path

from harness import Server, jdextract, measure, read_lines, serving, start, tell, write_corpus


def stored(folder: Path) -> int:
    """The answers in the cache, which must be whole."""
    database = folder / "cache.db"
    if not database.exists():
        return 0
    rows = sqlite3.connect(database)
    assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "the cache is corrupt"
    [(count,)] = rows.execute("SELECT count(*) FROM Cache WHERE key NOT LIKE '%.failure'")
    rows.close()
    return int(count)


def stop(command: list[str], server: Server, at: int, number: int, pause: float) -> int:
    """Run ``command``, send it signal ``number`` some time after the server's ``at``-th call; return its exit code."""
    at = max(at, server.stats()["calls"] + 1)  # it reads by now: a signal before that finds no run
    process = start(command)
    while server.stats()["calls"] < at and process.poll() is None:
        time.sleep(0.005)
    time.sleep(pause)
    process.send_signal(number)
    _, err = process.communicate()
    if process.returncode == 128 + number:
        assert "interrupted; the same command goes on from here" in err, err
    return process.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--interrupts", type=int, default=2, help="of either kind")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - a benchmark's
    signals = [signal.SIGKILL] * options.kills + [signal.SIGINT, signal.SIGTERM] * options.interrupts
    chance.shuffle(signals)
    moments = sorted(chance.sample(range(1, options.postings - options.concurrency), len(signals)))
    extra: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as scratch, serving(latency=0.05) as server:
        folder = Path(scratch)
        corpus = write_corpus(folder / "corpus.jsonl", options.postings)
        out = folder / "out.jsonl"
        output = ("-o", out, "--cache-dir", folder / "cache")
        command = jdextract("extract", corpus, *output, *server.model, "--concurrency", options.concurrency)
        lost = 0
        for moment, number in zip(moments, signals, strict=True):
            code = stop(command, server, moment + lost, number, chance.uniform(0, 0.05))
            assert code == (-number if number == signal.SIGKILL else 128 + number), f"{number.name} ended with {code}"
            assert not out.exists(), "a file that is not complete has the name of one that is"
            read_lines(folder / "out.jsonl.partial")
            now_lost = server.stats()["calls"] - stored(folder / "cache")
            extra.setdefault(number.name, []).append(now_lost - lost)
            lost = now_lost
        end = measure(command)
        ids = {row["posting"]["id"] for row in read_lines(out) if row["status"] == "ok"}
        calls = server.stats()["calls"]
    assert len(ids) == options.postings, f"{len(ids)} postings of {options.postings}"
    assert calls == options.postings + lost, "something was paid for again that was in the cache"
    assert max(extra.get("SIGKILL", [0])) <= options.concurrency, extra
    assert not any(extra.get("SIGINT", []) + extra.get("SIGTERM", [])), extra
    tell(
        "kills",
        postings=options.postings,
        complete=len(ids),
        calls=calls,
        concurrency=options.concurrency,
        calls_lost_at_each=dict(sorted(extra.items())),
        calls_a_posting=round(calls / options.postings, 3),
        last_run_seconds=round(end.seconds, 2),
    )


if __name__ == "__main__":
    main()
