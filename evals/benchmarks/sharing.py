"""Two runs over the same postings share one cache at the same time.

    python evals/benchmarks/sharing.py [--postings 500] [--concurrency 16] [--processes 2]

Checks that every run ends well and complete; prints a line of JSON with the calls that were made for each posting.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from harness import jdextract, read_lines, serving, start, tell, write_corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=500)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, serving(latency=0.05) as server:
        folder = Path(scratch)
        corpus = write_corpus(folder / "corpus.jsonl", options.postings)
        common = ("--cache-dir", folder / "cache", *server.model, "--concurrency", options.concurrency)
        outputs = [folder / f"{number}.jsonl" for number in range(options.processes)]
        running = [start(jdextract("extract", corpus, "-o", output, *common)) for output in outputs]
        said = [process.communicate()[1] for process in running]
        assert not any(process.returncode for process in running), said
        rows = [read_lines(output) for output in outputs]
        calls = server.postings()["calls"]
    assert all(len({row["posting"]["id"] for row in part}) == options.postings for part in rows)
    tell(
        "sharing",
        processes=options.processes,
        postings=options.postings,
        calls=sum(calls.values()),
        paid_twice=sum(count > 1 for count in calls.values()),
        shares=[sum(not row["cached"] for row in part) for part in rows],
        calls_a_posting=round(sum(calls.values()) / options.postings, 3),
    )


if __name__ == "__main__":
    main()
