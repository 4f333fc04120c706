"""CPU a posting of the LLM engine apart from transport: render, hash, validate, ground, assemble.

    python evals/benchmarks/engine_cpu.py POSTINGS.jsonl [--repeat 5]

POSTINGS has a ``text`` a line. A client that answers at once stands for the endpoint; its answers are made of what
each posting names (up to 25 skills that the taxonomy knows, one in ten cited one line off), six duties and one
language. Prints one JSON line: milliseconds of process time a posting, median of the repeats, without a cache, with
an empty one, and warm (a dictionary, so that no disk is measured).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jdextract.cache import Cache
from jdextract.engines.llm.completion import Completion, Request
from jdextract.engines.llm.engine import LLMEngine
from jdextract.models import Posting, Usage
from jdextract.segments import has_visible_text, split_segments
from jdextract.taxonomy import Taxonomy


class InstantClient:
    """Answers each posting with its prepared text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.calls = 0

    async def complete(self, request: Request) -> Completion:
        """The prepared answer; none to a re-ask."""
        self.calls += 1
        text = self._texts[request.messages[1].content] if len(request.messages) == 2 else EMPTY
        return Completion(text, Usage(input_tokens=2_600, output_tokens=200), "stop", "instant")

    async def aclose(self) -> None:
        """Nothing to close."""


class DictCache:
    """Rows as JSON text, as a disk would hold them."""

    def __init__(self) -> None:
        self._rows: dict[str, str] = {}

    def get(self, key: str) -> dict[str, Any] | None:
        """The row under ``key``."""
        return json.loads(self._rows[key]) if key in self._rows else None

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Store a row."""
        self._rows[key] = json.dumps(value, ensure_ascii=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def close(self) -> None:
        """Nothing to close."""


EMPTY = json.dumps({"must": [], "nice": [], "named": [], "duties": [], "languages": []})


def prepare_answer(posting: Posting, taxonomy: Taxonomy) -> str:
    segments = split_segments(posting.text)
    skills: dict[str, int] = {}
    for segment in segments:
        for word in re.findall(r"[\w.+#/-]*[\w+#]", segment.text):
            if len(skills) < 25 and not word.islower() and (entry := taxonomy.lookup(word)):
                number = segment.number + (len(skills) % 10 == 9)
                skills.setdefault(entry.name, number if number <= len(segments) else segment.number)
    strings = [f"{number} {name}" for name, number in skills.items()]
    numbers = [segments[i * len(segments) // 6].number for i in range(6)]
    duties = ["build_apis", "write_tests", "code_review", "deploy_services", "mentor", "integrate_systems: billing"]
    language = next((s.number for s in segments if "English" in s.text), None)
    return json.dumps({
        "must": strings[::2],
        "nice": strings[1::4],
        "named": strings[3::4],
        "duties": [f"{number} {duty}" for number, duty in zip(numbers, duties, strict=True)],
        "languages": [f"{language} en C1 must"] if language else [],
    })  # fmt: skip


async def measure(postings: list[Posting], answers: Mapping[str, str], cache: Cache | None) -> tuple[float, float, int]:
    """Milliseconds a posting, facts a posting, calls."""
    client = InstantClient(answers)
    engine = LLMEngine(client, model="instant", endpoint="local", cache=cache)
    facts = 0
    start = time.process_time()
    for posting in postings:
        extraction = (await engine.extract(posting)).extraction
        facts += len(extraction.skills) + len(extraction.responsibilities) + len(extraction.languages)
    return (time.process_time() - start) * 1_000 / len(postings), facts / len(postings), client.calls


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("postings", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    rows = (json.loads(line) for line in options.postings.open(encoding="utf-8"))
    postings = [
        Posting(id=str(number), title=row.get("title"), text=row["text"])
        for number, row in enumerate(rows)
        if has_visible_text(row["text"])
    ]
    taxonomy = Taxonomy.default()
    builder = LLMEngine(InstantClient({}), model="instant", endpoint="local")
    answers = {builder.build_requests(p)[0].messages[1].content: prepare_answer(p, taxonomy) for p in postings}
    figures: dict[str, list[float]] = {"no_cache": [], "cold": [], "warm": []}
    for _ in range(options.repeat):
        cache = DictCache()
        for name, store in (("no_cache", None), ("cold", cache), ("warm", cache)):
            milliseconds, facts, calls = asyncio.run(measure(postings, answers, store))
            figures[name].append(milliseconds)
            if name == "no_cache":
                shape = {"facts_a_posting": round(facts, 1), "calls_a_posting": round(calls / len(postings), 2)}
    medians = {f"{name}_ms": round(statistics.median(values), 3) for name, values in figures.items()}
    characters = round(statistics.mean(len(posting.text) for posting in postings))
    print(json.dumps({"postings": len(postings), "characters_a_posting": characters, **shape, **medians}))


if __name__ == "__main__":
    main()
