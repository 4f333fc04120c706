"""10,000 cached postings through ``extract`` to a file, in fresh processes.

    python evals/benchmarks/warm.py [--postings 10000] [--repeat 5]

Prints a line of JSON: what the run took beyond the start-up of the same command with one cached posting, start-up
itself, that of ``--version``, and the ratio to the floor: reading the corpus, one look-up a posting and writing the
lines, in plain Python.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from harness import jdextract, measure, median, script, serving, tell, write_corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        corpus = write_corpus(folder / "corpus.jsonl", options.postings)
        one = write_corpus(folder / "one.jsonl", 1)
        with serving() as server:

            def command(source: Path) -> list[str]:
                out = ("-o", folder / "out.jsonl", "--cache-dir", folder / "cache", "--quiet", "--concurrency", 32)
                return jdextract("extract", source, *out, *server.model)

            measure(command(corpus))
            calls = server.stats()["calls"]
            runs = [
                (
                    measure(jdextract("--version")),
                    measure(command(one)),
                    measure(command(corpus)),
                    measure(script("floor.py", corpus, folder / "cache", folder / "floor.jsonl")),
                )
                for _ in range(options.repeat)
            ]
            if (more := server.stats()["calls"] - calls) != 0:
                raise RuntimeError(f"a warm run made {more} calls")
    version, start, run, floor = (median(kind) for kind in zip(*runs, strict=True))
    best = min(runs, key=lambda kinds: kinds[2].seconds)
    tell(
        "warm",
        postings=options.postings,
        seconds_beyond_start=round(run.seconds - start.seconds, 2),
        cpu_seconds_beyond_start=round(run.cpu - start.cpu, 2),
        best_seconds_beyond_start=round(best[2].seconds - best[1].seconds, 2),
        start_seconds=round(start.seconds, 2),
        version_seconds=round(version.seconds, 3),
        version_cpu_seconds=round(version.cpu, 3),
        peak_mb=round(run.peak_mb, 1),
        over_floor=round(run.seconds / floor.seconds, 2),
    )


if __name__ == "__main__":
    main()
