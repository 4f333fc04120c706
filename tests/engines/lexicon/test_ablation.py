"""How little the reading depends on headings, bullets and line breaks, measured on the project's labelled postings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.engines.lexicon.run_ins import heading_section
from jdextract.models import Posting
from jdextract.taxonomy import Taxonomy

LABELLED = Path(__file__).parents[3] / "evals" / "labelled"
BULLET = re.compile(r"\s*(?:[-*+•·▪‣●◦]|\d{1,2}[.)])\s+")
MARKS = re.compile(r"^[#* _]+|[:* _]+$")
# Headings that say nothing of what stands under them.
UNTOLD = ("Chapter one", "Chapter two", "Chapter three", "Chapter four", "Chapter five", "Chapter six", "Chapter seven")

Line = tuple[str, bool]
"""A line, and whether it is a heading."""


def lines(text: str) -> list[Line]:
    raw = text.split("\n")
    return [(line, is_heading(line, raw[i + 1 : i + 3])) for i, line in enumerate(raw)]


def is_heading(line: str, following: list[str]) -> bool:
    bare = MARKS.sub("", line)
    if not bare or BULLET.match(line) or len(bare) > 60:
        return False
    marked = line.startswith(("#", "**")) or line.rstrip("* ").endswith(":")
    listed = any(BULLET.match(other) for other in following) and bare[-1] not in ".,;!"
    return marked or listed or heading_section(bare.lower()) is not None


def as_written(posting: list[Line]) -> str:
    return "\n".join(line for line, _ in posting)


def without_headings(posting: list[Line]) -> str:
    return "\n".join(line for line, heading in posting if not heading)


def under_unknown_headings(posting: list[Line]) -> str:
    names = iter(UNTOLD * 3)
    return "\n".join(next(names) if heading else line for line, heading in posting)


def behind_company_prose(posting: list[Line]) -> str:
    return "About us\n" + under_unknown_headings(posting)


def without_bullets(posting: list[Line]) -> str:
    return "\n".join(line if heading else BULLET.sub("", line) for line, heading in posting)


def on_one_line(posting: list[Line]) -> str:
    return " ".join(line.strip() for line, _ in posting if line.strip())


@pytest.fixture(scope="module")
def postings() -> list[dict]:
    files = (LABELLED / "train.jsonl", LABELLED / "dev.jsonl")
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def engine() -> LexiconEngine:
    return LexiconEngine()


def f1(pairs: list[tuple[set[str], set[str]]]) -> float:
    found = wanted = right = 0
    for predicted, labelled in pairs:
        found, wanted, right = found + len(predicted), wanted + len(labelled), right + len(predicted & labelled)
    return 2 * right / (found + wanted)


# The floors of skills F1, activities F1 and requirement accuracy.
ABLATIONS = [
    (as_written, 0.82, 0.71, 0.95),
    (without_headings, 0.82, 0.69, 0.79),
    (under_unknown_headings, 0.82, 0.70, 0.88),
    (behind_company_prose, 0.81, 0.70, 0.88),
    (without_bullets, 0.81, 0.70, 0.88),
    (on_one_line, 0.81, 0.69, 0.62),
]


@pytest.mark.parametrize(
    ("change", "skills", "activities", "requirements"), ABLATIONS, ids=[change.__name__ for change, *_ in ABLATIONS]
)
def test_structure_may_be_lost(
    postings: list[dict],
    engine: LexiconEngine,
    change: Callable[[list[Line]], str],
    skills: float,
    activities: float,
    requirements: float,
) -> None:
    canonical = Taxonomy.default().canonical
    names, duties, alike = [], [], []
    for row in postings:
        text = change(lines(row["text"]))
        extraction = engine.read(Posting(id=row["id"], title=row["title"], company=row["company"], text=text))
        wanted = {canonical(skill["name"]): skill["requirement"] for skill in row["skills"]}
        got = {skill.name: skill.requirement for skill in extraction.skills}
        names.append((set(got), set(wanted)))
        duties.append(
            (
                {duty.activity for duty in extraction.responsibilities} - {"other"},
                {duty["activity"] for duty in row["responsibilities"]} - {"other"},
            )
        )
        alike += [got[name] == wanted[name] for name in got.keys() & wanted.keys()]
    assert f1(names) >= skills
    assert f1(duties) >= activities
    assert sum(alike) / len(alike) >= requirements


def test_the_headings_of_the_ablation_are_unknown() -> None:
    assert {heading_section(name.lower()) for name in UNTOLD} == {None}
