"""Peak memory of a run over 100,000 postings beside one over 1,000.

    python evals/benchmarks/memory.py [SMALL LARGE] [--model]

With ``--model`` a model server answers each posting at once; without it the lexicon engine reads. Prints a line of
JSON a size, and a last one with the difference and the ratio to the smaller run.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import nullcontext
from pathlib import Path

from harness import Measured, jdextract, measure, serving, tell, write_corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 100_000])
    parser.add_argument("--model", action="store_true")
    options = parser.parse_args()
    runs: list[Measured] = []
    with tempfile.TemporaryDirectory() as scratch, serving() if options.model else nullcontext() as server:
        folder = Path(scratch)
        for size in options.sizes:
            corpus = write_corpus(folder / "corpus.jsonl", size)
            output = ("-o", folder / "out.jsonl", "--cache-dir", folder / "cache", "--quiet")
            runs.append(measure(jdextract("extract", corpus, *output, *(server.model if server else ()))))
            engine = "model" if options.model else "lexicon"
            tell("memory", engine=engine, postings=size, **runs[-1].figures)
    first, last = runs[0], runs[-1]
    more, ratio = last.peak_mb - first.peak_mb, last.peak_mb / first.peak_mb
    tell("memory", postings=options.sizes, more_mb=round(more, 1), over_smaller=round(ratio, 2))


if __name__ == "__main__":
    main()
