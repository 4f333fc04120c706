"""A cold run beside the bare client and instructor: the same calls to the same server, in turn.

    python evals/benchmarks/cold.py [--postings 1000] [--latency 0.2] [--concurrency 64] [--repeat 5]

jdextract's figures include everything: start-up, reading the corpus, rendering, calls, validation, grounding, the
cache and the output file; the clients' their start-up, calls and validation. Prints a line of JSON a client, with its
time over what the latency alone takes, and a last one with the ratios.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import ENVIRONMENT, ROOT, Measured, jdextract, measure, median, script, serving, tell, write_corpus

RENDER = """
import json, sys
from jdextract import read_postings
from jdextract.engines.llm.connection import NoCalls
from jdextract.engines.llm.engine import LLMEngine

engine = LLMEngine(NoCalls(), model="bench", endpoint="bench")
for posting in read_postings(sys.argv[1]):
    [request] = engine.build_requests(posting)
    print(json.dumps({message.role: message.content for message in request.messages}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=1_000)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, serving(latency=options.latency) as server:
        folder = Path(scratch)
        corpus = write_corpus(folder / "corpus.jsonl", options.postings)
        requests = folder / "requests.jsonl"
        with requests.open("w") as out:
            subprocess.run(  # noqa: S603 - this file's own code
                [sys.executable, "-c", RENDER, str(corpus)], cwd=ROOT, env=ENVIRONMENT, stdout=out, check=True
            )
        runs: dict[str, list[Measured]] = {"bare": [], "instructor": [], "jdextract": []}
        for number in range(options.repeat):
            for name, results in runs.items():
                command = script("clients.py", name, requests, server.base_url, options.concurrency)
                if name == "jdextract":
                    output = ("-o", folder / f"{number}.jsonl", "--cache-dir", folder / f"cache{number}", "--quiet")
                    command = jdextract("extract", corpus, *output, *server.model, "--concurrency", options.concurrency)
                before = server.stats()["calls"]
                results.append(measure(command))
                calls = server.stats()["calls"] - before
                if calls != options.postings:
                    raise RuntimeError(f"{name} made {calls} calls for {options.postings} postings")
    medians = {name: median(results) for name, results in runs.items()}
    latency = options.postings / options.concurrency * options.latency
    for name, run in medians.items():
        tell("cold", client=name, **run.figures, times_latency=round(run.seconds / latency, 2))
    ours, floor = medians["jdextract"], medians["bare"]
    tell(
        "cold",
        postings=options.postings,
        over_bare=round(ours.seconds / floor.seconds, 3),
        cpu_ms_a_posting_over_bare=round((ours.cpu - floor.cpu) * 1_000 / options.postings, 2),
        ahead_of_instructor=round(medians["instructor"].seconds / ours.seconds, 2),
        peak_mb=round(ours.peak_mb, 1),
    )


if __name__ == "__main__":
    main()
