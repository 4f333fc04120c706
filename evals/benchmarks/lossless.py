"""Does the wire form carry all that labels say? Labels to answers, through a batch import, and back.

    python evals/benchmarks/lossless.py LABELS.jsonl

LABELS is a file of labelled postings (LABELLING format). A script answers each exported request out of the labels,
the answers are imported into an empty cache, the postings are read from it, and each extraction is compared with
its labels. Prints one JSON line, with no text of any posting: postings, labels, and how many differ, by field and
kind of difference. The taxonomy's say is counted apart (``by_taxonomy``): a known skill has the name, kind and
category that it gives, whatever a label says, and labels that get one name by it are one skill, as strong as the
strongest. ``unproved`` counts concepts and soft skills that the taxonomy lacks and whose line has no word of their
name: grounding drops them on purpose, lest a model name what it likes. Exit code 1 where anything else differs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jdextract.cache import DiskCache
from jdextract.engines.llm.batch import export_requests, import_answers
from jdextract.engines.llm.completion import Completion, Request
from jdextract.engines.llm.engine import LLMEngine
from jdextract.engines.llm.grounding import Grounder
from jdextract.engines.llm.wire import Items, parse_skill
from jdextract.models import Evidence, Extraction, Posting
from jdextract.segments import Segment, split_segments
from jdextract.taxonomy import Taxonomy

Label = Mapping[str, Any]
UNPROVED = "unproved"
WORDS = {"required": "must", "preferred": "nice", "mentioned": "named"}


class NoClient:
    """Stands where no call may be made."""

    async def complete(self, request: Request) -> Completion:
        """Fail: an answer was not imported."""
        raise AssertionError(f"asked {request.model!r}, though every answer is imported")

    async def aclose(self) -> None:
        """Nothing to close."""


class LabelWriter:
    """Writes labels as a model would write the same facts of one posting."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._grounder = Grounder(taxonomy)

    def answer(self, row: Label) -> str:
        """The answer that says all that the labels of ``row`` say."""
        segments = split_segments(row["text"])
        skills: dict[str, list[str]] = {word: [] for word in WORDS.values()}
        for label in row.get("skills", ()):
            number = cite(label["evidence"], row["text"], segments)
            skills[WORDS[label["requirement"]]].append(f"{number} {self.skill(label, number, segments)}")
        return json.dumps({
            **skills,
            "duties": [
                f"{cite(label['evidence'], row['text'], segments)} {duty(label)}" for label in row.get("responsibilities", ())
            ],
            "languages": [
                f"{cite(label['evidence'], row['text'], segments)} {language(label)}" for label in row.get("languages", ())
            ],
        })  # fmt: skip

    def skill(self, label: Label, number: int, segments: list[Segment]) -> str:
        """A skill with all that it needs: group; category and kind, words where the taxonomy and the line lack them."""
        plain = label["name"] + (f" |{label['any_of']}" if label.get("any_of") is not None else "")
        if self._taxonomy.lookup(label["name"]) is None:
            plain += f" #{label['category']}/{label['kind']}"
        for written in (plain, *(f"{plain} = {words}" for words in phrases(label["evidence"]))):
            item = parse_skill(f"{number} {written}", label["requirement"])
            [fact] = self._grounder.ground(Items(skills=(item,)), segments)
            if fact.value.evidence.segment == number:
                return written
        return plain


def cite(evidence: str, text: str, segments: Iterable[Segment]) -> int:
    """The number of the segment that shares most characters with ``evidence``."""
    start = text.index(evidence)
    end = start + len(evidence)
    return max(segments, key=lambda segment: min(end, segment.end) - max(start, segment.start)).number


def phrases(evidence: str) -> list[str]:
    """Each word of ``evidence``, and up to four words in a row, shortest first."""
    words = evidence.split()
    runs = {" ".join(words[i:j]) for j in range(len(words) + 1) for i in range(max(0, j - 4), j)}
    return sorted(runs.union(re.findall(r"\w+", evidence)), key=lambda run: (len(run), run))


def duty(label: Label) -> str:
    detail = label.get("summary") if label["activity"] == "other" else label.get("object")
    if label["activity"] == "other" and not detail:
        detail = "unnamed"
    return label["activity"] + (f": {detail}" if detail else "")


def language(label: Label) -> str:
    parts = (label["language"], label.get("level"), WORDS[label["requirement"]])
    group = f"|{label['any_of']}" if label.get("any_of") is not None else None
    return " ".join(part for part in (*parts, group) if part)


def read_back(rows: list[Label], taxonomy: Taxonomy) -> dict[str, Extraction]:
    """What the postings come to when every exported request is answered out of the labels."""
    writer = LabelWriter(taxonomy)
    postings = [Posting(id=row["id"], title=row.get("title"), text=row["text"]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        cache = DiskCache(folder)
        engine = LLMEngine(NoClient(), model="labels", endpoint="labels", taxonomy=taxonomy, cache=cache, reask=False)
        requests: list[str] = []
        export_requests(engine, postings, requests.append)
        answers = {engine.build_requests(posting)[0].messages[1].content: writer.answer(row)
                   for posting, row in zip(postings, rows, strict=True)}  # fmt: skip
        lines = [
            json.dumps({
                "custom_id": (request := json.loads(line))["custom_id"],
                "content": answers[request["body"]["messages"][1]["content"]],
            })
            for line in requests
        ]  # fmt: skip
        imported = import_answers(engine, postings, lines)
        assert not imported.rejected, [str(rejection.reason) for rejection in imported.rejected]

        async def read() -> dict[str, Extraction]:
            return {posting.id: (await engine.extract(posting)).extraction for posting in postings}

        extractions = asyncio.run(read())
        cache.close()
    return extractions


def differences(row: Label, extraction: Extraction, taxonomy: Taxonomy) -> Iterator[str]:
    """What each label of ``row`` and its fact differ in, as ``field.part``; a fact without a label is ``extra``."""
    skills: dict[str, list[Label]] = {}
    for label in sorted(row.get("skills", ()), key=lambda label: list(WORDS).index(label["requirement"])):
        known = known_as(label, taxonomy)
        skills.setdefault(known["name"], []).append(known)
    parts = ("name", "kind", "category", "requirement")
    yield from _compare("skills", skills, {skill.name: skill for skill in extraction.skills}, parts, row["text"])
    duties = {(label["activity"], label.get("summary")): [label] for label in row.get("responsibilities", ())}
    found = {(duty.activity, duty.summary): duty for duty in extraction.responsibilities}
    yield from _compare("responsibilities", duties, found, ("activity", "summary"), row["text"])
    languages = {label["language"]: [label] for label in row.get("languages", ())}
    spoken = {language.language: language for language in extraction.languages}
    yield from _compare("languages", languages, spoken, ("language", "level", "requirement"), row["text"])


def known_as(label: Label, taxonomy: Taxonomy) -> Label:
    """A skill's label with the name, kind and category that the taxonomy gives, if it knows the name."""
    entry = taxonomy.lookup(label["name"])
    return {**label, "name": entry.name, "kind": entry.kind, "category": entry.category} if entry else label


def _compare(
    field: str, labels: Mapping[Any, list[Label]], facts: Mapping[Any, Any], parts: Iterable[str], text: str
) -> Iterator[str]:
    for key, alike in labels.items():
        fact, label = facts.get(key), alike[0]
        if fact is None:
            yield f"{field}.lost"
            continue
        yield from (f"{field}.{part}" for part in parts if label.get(part) != getattr(fact, part))
        if fact.evidence.status == "missing":
            yield (
                "unproved"
                if field == "skills" and not fact.known and fact.kind != "technology"
                else f"{field}.ungrounded"
            )
        elif not any(overlaps(each["evidence"], fact.evidence, text) for each in alike):
            yield f"{field}.evidence"
    yield from (f"{field}.extra" for key in facts if key not in labels)


def overlaps(quote: str, evidence: Evidence, text: str) -> bool:
    """Whether any occurrence of ``quote`` shares a character with the evidence."""
    assert evidence.start is not None
    assert evidence.end is not None
    start = text.find(quote)
    while start >= 0:
        if start < evidence.end and evidence.start < start + len(quote):
            return True
        start = text.find(quote, start + 1)
    return False


@dataclass
class Comparison:
    """Sizes, differences by kind, facts that grounding drops on purpose, and where the taxonomy has another say."""

    postings: int
    labels: int
    differing: Counter[str]
    unproved: int
    by_taxonomy: Counter[str]


def compare(path: Path, taxonomy: Taxonomy) -> Comparison:
    """Labels in ``path`` with what becomes of them."""
    rows: list[Label] = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    extractions = read_back(rows, taxonomy)
    skills = [(label, known_as(label, taxonomy)) for row in rows for label in row.get("skills", ())]
    names = Counter((row["id"], known_as(label, taxonomy)["name"]) for row in rows for label in row.get("skills", ()))
    found = Counter(kind for row in rows for kind in differences(row, extractions[row["id"]], taxonomy))
    unproved = found.pop(UNPROVED, 0)
    say = Counter(
        part for label, known in skills for part in ("name", "kind", "category") if label[part] != known[part]
    )
    labels = sum(len(row.get(field, ())) for row in rows for field in ("skills", "responsibilities", "languages"))
    return Comparison(len(rows), labels, found, unproved, say + Counter(merged=names.total() - len(names)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    result = compare(parser.parse_args().labels, Taxonomy.default())
    found = {"differing": result.differing.total(), **result.differing, UNPROVED: result.unproved}
    print(
        json.dumps({"postings": result.postings, "labels": result.labels, **found, "by_taxonomy": result.by_taxonomy})
    )
    sys.exit(1 if result.differing else 0)


if __name__ == "__main__":
    main()
