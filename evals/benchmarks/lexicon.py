"""Speed of the lexicon engine: postings a second on one core, and the time from process start to the first reading.

    python evals/benchmarks/lexicon.py [POSTINGS] [--repeat 7]

POSTINGS is anything that `jdextract.read_postings` reads; by default the samples in evals/postings. Prints two JSON
lines. Each figure stands beside a floor that is measured in turns with it, so that the ratio means something on a
busy machine as well: for reading, one Aho-Corasick pass over the taxonomy's names; for the start, a process that
parses the compiled taxonomy and builds that automaton. Reading is process time, best of the repeats, with the
garbage collector set as the command line sets it; the start is wall time, best of the repeats.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jdextract.engines.lexicon import names
from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting
from jdextract.postings import read_postings
from jdextract.taxonomy import Taxonomy, loading

SAMPLES = Path(__file__).parents[1] / "postings"

FIRST_READING = (
    "from jdextract.engines.lexicon.engine import LexiconEngine; from jdextract.models import Posting; "
    "LexiconEngine().read(Posting(id='1', text='We use Python and Go.'))"
)
START_FLOOR = (
    "import json, pathlib, sys; from ahocorasick_rs import AhoCorasick; "
    "skills = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))['skills']; "
    "AhoCorasick([name.lower() for name in skills])"
)


def measure_reading(postings: list[Posting], repeat: int) -> dict[str, float]:
    """Milliseconds of process time a posting, of the engine and of the floor."""
    taxonomy = Taxonomy.default()
    engine = LexiconEngine(taxonomy)
    wordings = {name.lower() for entry in taxonomy.skills.values() for name in (*entry.names, *entry.cues)}
    automaton = AhoCorasick(
        sorted(wordings),
        matchkind=MatchKind.Standard,
        implementation=Implementation.ContiguousNFA,
        store_patterns=False,
    )

    def read() -> None:
        for posting in postings:
            engine.read(posting)

    def floor() -> None:
        for posting in postings:
            automaton.find_matches_as_indexes(posting.text.lower(), overlapping=True)

    read()  # warm
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    best = {"engine": float("inf"), "floor": float("inf")}
    steps: dict[str, Callable[[], None]] = {"engine": read, "floor": floor}
    for _ in range(repeat):
        for name, step in steps.items():
            start = time.process_time()
            step()
            best[name] = min(best[name], (time.process_time() - start) * 1000 / len(postings))
    return best


def measure_start(repeat: int) -> dict[str, float]:
    """Seconds of wall time from starting a process to the first reading, of the engine and of the floor."""
    commands = {"engine": (FIRST_READING,), "floor": (START_FLOOR, str(loading.COMPILED))}
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(repeat):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", *command], check=True)  # noqa: S603 - the scripts above
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("postings", type=Path, nargs="?", default=SAMPLES)
    parser.add_argument("--repeat", type=int, default=7)
    options = parser.parse_args()
    postings = [posting for posting in read_postings(options.postings) if posting.text.strip()]
    if not (loading.COMPILED.exists() and names.COMPILED.exists()):
        sys.exit("the taxonomy is not compiled; install the package, or compile it, before measuring its start")
    start = measure_start(options.repeat)
    reading = measure_reading(postings, options.repeat)
    figures = {
        "measure": "reading",
        "postings": len(postings),
        "characters_a_posting": round(sum(len(posting.text) for posting in postings) / len(postings)),
        "postings_a_second": round(1000 / reading["engine"]),
        "engine_ms": round(reading["engine"], 3),
        "floor_ms": round(reading["floor"], 3),
        "ratio": round(reading["engine"] / reading["floor"], 1),
    }
    print(json.dumps(figures))
    figures = {
        "measure": "start",
        "first_reading_s": round(start["engine"], 3),
        "floor_s": round(start["floor"], 3),
        "ratio": round(start["engine"] / start["floor"], 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
