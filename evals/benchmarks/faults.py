"""A run against a server that fails in every way: nothing is lost, and nothing is paid for twice.

    python evals/benchmarks/faults.py [--postings 2000] [--concurrency 64] [--timeout 3] [--seed 1]

One call in ten is answered 429, one in ten 500; 5 % of answers are malformed, 5 % cut off with their connection, and
2 % never come. Checks that every posting has an outcome with its reason, that no posting has more than one good
answer, that the run counts as many calls as the server, that no wait is longer than the policy's, and that a second
run asks only for what failed. Prints a line of JSON, with the time over that of a server without faults.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from harness import Measured, Server, jdextract, measure, read_lines, serving, tell, write_corpus

FAULTS = {"429:50ms": 0.10, "500": 0.10, "malformed": 0.05, "disconnect": 0.05, "hang": 0.02}
LONGEST_RETRY, LONGEST_RATE_LIMIT = 30.0, 120.0
"""Seconds: the defaults of `RetryPolicy`."""


def run(corpus: Path, folder: Path, server: Server, options: argparse.Namespace) -> Measured:
    """One run, whose files are in ``folder``."""
    output = ("-o", folder / "out.jsonl", "--log", folder / "log.jsonl", "--cache-dir", folder / "cache", "--quiet")
    command = jdextract("extract", corpus, *output, *server.model, "--concurrency", options.concurrency)
    return measure(command, expect=(0, 1), settings={"JDEXTRACT_TIMEOUT": str(options.timeout)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=2_000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--timeout", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        corpus = write_corpus(folder / "corpus.jsonl", options.postings)
        with serving(latency=0.05) as server:
            floor = run(corpus, folder / "floor", server, options)
        with serving(latency=0.05, faults=FAULTS, seed=options.seed) as server:
            first = run(corpus, folder / "chaos", server, options)
            stats, postings = server.stats(), server.postings()
            outcomes = read_lines(folder / "chaos" / "out.jsonl")
            events = read_lines(folder / "chaos" / "log.jsonl")
            run(corpus, folder / "chaos", server, options)
            again = server.stats()["calls"] - stats["calls"]
    status = Counter(outcome["status"] for outcome in outcomes)
    attempts = sum(outcome["attempts"] for outcome in outcomes)
    waits = {
        kind: max((event["wait"] for event in events if event["event"] == kind), default=0.0)
        for kind in ("Retried", "RateLimited")
    }
    ids = {outcome["posting"]["id"] for outcome in outcomes}
    assert len(ids) == len(outcomes) == options.postings, "a posting was lost"
    assert set(status) <= {"ok", "failed"}, status
    assert all(outcome["error"]["message"] for outcome in outcomes if outcome["status"] == "failed")
    assert max(postings["good_answers"].values()) == 1, "a posting was paid for twice"
    assert attempts == stats["calls"], f"{attempts} attempts, but {stats['calls']} calls"
    assert waits["Retried"] <= LONGEST_RETRY, waits
    assert waits["RateLimited"] <= LONGEST_RATE_LIMIT, waits
    assert again == 0 or status["failed"], f"a second run made {again} calls"
    tell(
        "faults",
        postings=options.postings,
        status=dict(status),
        reasons=dict(Counter(outcome["error"]["kind"] for outcome in outcomes if outcome["error"])),
        calls=stats["calls"],
        attempts=attempts,
        faults={kind.partition(":")[0]: stats.get(kind.partition(":")[0], 0) for kind in FAULTS},
        good_answers=sum(postings["good_answers"].values()),
        calls_of_a_second_run=again,
        longest_wait={kind: round(wait, 2) for kind, wait in waits.items()},
        **first.figures,
        over_faultless=round(first.seconds / floor.seconds, 2),
    )


if __name__ == "__main__":
    main()
