"""The two tables that a breakdown is counted from: a row a posting, and a row a posting and fact.

``facts`` is de-duplicated as it is written: a posting has one row for each skill (with the strongest
requirement), activity and language, and one for each different duty outside the closed list of activities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq

from jdextract.errors import InputError
from jdextract.models import (
    REQUIREMENTS,
    Evidence,
    EvidenceStatus,
    Extraction,
    Outcome,
    Requirement,
    Responsibility,
    Skill,
)
from jdextract.segments import find_name

POSTINGS_SCHEMA = pa.schema(
    [
        ("posting_id", pa.string()),
        ("group_id", pa.string()),
        ("status", pa.string()),
        ("title", pa.string()),
        ("company", pa.string()),
        ("location", pa.string()),
        ("country", pa.string()),
        ("posted_at", pa.date32()),
        ("date_precision", pa.string()),
        ("language", pa.string()),
        ("role", pa.string()),
        ("seniority", pa.string()),
        ("source", pa.string()),
        ("engine", pa.string()),
    ]
)
"""``postings.parquet``; near-duplicates share ``group_id``."""

FACTS_SCHEMA = pa.schema(
    [
        ("posting_id", pa.string()),
        ("fact", pa.string()),
        ("key", pa.string()),
        ("kind", pa.string()),
        ("category", pa.string()),
        ("requirement", pa.string()),
        ("level", pa.string()),
        ("any_of", pa.int32()),
        ("known", pa.bool_()),
        ("segment", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("status", pa.string()),
        ("summary", pa.string()),
        ("objects", pa.list_(pa.string())),
        ("beside", pa.list_(pa.string())),
    ]
)
"""``facts.parquet``. The last three are of responsibilities: the words of an ``other`` duty, what the duty
acts on, and the skills named in the same segments (all mentions of the activity taken together)."""

_SUMMARY_LENGTH = 160
_SHORT_NAME = 4  # characters; shorter names are ordinary words too often to trust one in a hyphenated word
_BATCH = 2048
_CLAUSE_END = re.compile(r"[.;!?]\s+(?=\w)|\s[–—-]\s|,\s(?:and|und|sowie|while|as well as)\s(?=[a-zäöü])")

Row = dict[str, Any]
_Place = tuple[int | None, int | None, int | None, EvidenceStatus]


class Fact(NamedTuple):
    """A row of ``facts``, its columns in their order; tuples become columns in a third of the time of mappings."""

    posting_id: str
    fact: str
    key: str
    kind: str | None
    category: str | None
    requirement: Requirement | None
    level: str | None
    any_of: int | None
    known: bool | None
    segment: int | None
    start: int | None
    end: int | None
    status: EvidenceStatus
    summary: str | None = None
    objects: list[str] | None = None
    beside: list[str] | None = None


def posting_row(outcome: Outcome) -> Row:
    """The row of ``postings`` for one outcome."""
    posting = outcome.posting
    return {
        "posting_id": posting.id,
        "group_id": posting.duplicate_of or posting.id,
        "status": outcome.status,
        "title": posting.title,
        "company": posting.company,
        "location": posting.location,
        "country": posting.country,
        "posted_at": posting.posted_at,
        "date_precision": posting.date_precision,
        "language": posting.language,
        "role": posting.role,
        "seniority": posting.seniority,
        "source": posting.source,
        "engine": outcome.engine,
    }


def fact_rows(outcome: Outcome) -> list[Fact]:
    """The rows of ``facts`` for one outcome, each fact once; none for a posting that was not read."""
    extraction = outcome.extraction
    if extraction is None:
        return []
    rows: dict[tuple[str, str, str | None], Fact] = {}
    for row in _mentions(extraction, outcome.posting.id):
        key = row.fact, row.key, row.summary
        kept = rows.setdefault(key, row)
        if kept is not row and _strength(row) < _strength(kept):
            rows[key] = row
    return list(rows.values())


def _mentions(extraction: Extraction, posting_id: str) -> Iterator[Fact]:
    for skill in extraction.skills:
        asked = skill.kind, skill.category, skill.requirement, None, skill.any_of, skill.known
        yield Fact(posting_id, "skill", skill.name, *asked, *_place(skill.evidence))
    # All mentions of an activity fill the same two lists, whichever of them is kept.
    lists: dict[tuple[str, str | None], tuple[list[str], list[str]]] = {}
    names = _names(extraction.skills) if extraction.responsibilities else []
    for duty in extraction.responsibilities:
        summary = _other_summary(duty) if duty.activity == "other" else None
        objects, beside = lists.setdefault((duty.activity, summary), ([], []))
        if duty.evidence.status != "missing":
            _extend(objects, [duty.object] if duty.object else [])
            _extend(beside, _beside(duty, names))
        given = None, duty.theme, None, None, None, None
        place = _place(duty.evidence)
        yield Fact(posting_id, "responsibility", duty.activity, *given, *place, summary, objects, beside)
    for language in extraction.languages:
        wanted = None, None, language.requirement, language.level, language.any_of, None
        yield Fact(posting_id, "language", language.language, *wanted, *_place(language.evidence))


def _extend(known: list[str], more: Iterable[str]) -> None:
    known += [item for item in dict.fromkeys(more) if item not in known]


def _place(evidence: Evidence) -> _Place:
    return evidence.segment, evidence.start, evidence.end, evidence.status


def fact_columns(rows: Sequence[Fact]) -> list[pa.Array]:
    """The columns of ``facts`` that ``rows`` make."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(FACTS_SCHEMA)
    return [pa.array(column, field.type) for column, field in zip(columns, FACTS_SCHEMA, strict=True)]


def skills_beside(duty: Responsibility, skills: Iterable[Skill]) -> list[str]:
    """The names of ``skills`` that stand in the duty's segment.

    A skill has one piece of evidence in a posting, the strongest; so the segment's own words are looked at too.
    Of a segment of several sentences or clauses only the one that holds the duty's object counts; where no object is
    known, none, for nothing tells which of them the duty is in.
    """
    return _beside(duty, _names(skills))


class _Name(NamedTuple):
    """A skill that has evidence, prepared to be looked for in many clauses."""

    name: str
    segment: int | None
    start: int
    end: int
    """Of the surface; -1 without one."""
    first_word: str
    surface: str | None
    """Where it is another spelling than the name."""
    surface_word: str


def _names(skills: Iterable[Skill]) -> list[_Name]:
    names = []
    for skill in skills:
        name, surface, evidence = skill.name, skill.surface, skill.evidence
        if evidence.status == "missing":
            continue
        if surface is None:
            names.append(_Name(name, evidence.segment, -1, -1, _first_word(name), None, ""))
            continue
        text, start, end = surface.text, surface.start, surface.end
        other = None if text == name else text
        names.append(
            _Name(name, evidence.segment, start, end, _first_word(name), other, _first_word(text) if other else "")
        )
    return names


def _beside(duty: Responsibility, names: Iterable[_Name]) -> list[str]:
    evidence = duty.evidence
    text = evidence.text
    if text is None or evidence.start is None:  # written without texts
        return [named.name for named in names if named.segment == evidence.segment]
    clauses = _clauses(text)
    if len(clauses) > 1:
        found = text.find(duty.object) if duty.object else -1
        clauses = tuple((start, end) for start, end in clauses if start <= found < end)
    if not clauses:
        return []
    [(start, end)] = clauses
    low, high = evidence.start + start, evidence.start + end
    clause = text[start:end]
    folded = clause.casefold()
    return [
        name
        for name, _, first, last, word, surface, surface_word in names
        # Most names are not there, which their first words tell much faster.
        if (low <= first and last <= high)
        or (word in folded and _names_in(clause, name))
        or (surface and surface_word in folded and _names_in(clause, surface))
    ]


def _names_in(clause: str, name: str) -> bool:
    return find_name(clause, [name], strict=len(name) <= _SHORT_NAME) is not None


@lru_cache(maxsize=8)  # the duties of one segment come one behind the other
def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    ends = [match.end() for match in _CLAUSE_END.finditer(text)]
    return tuple(pairwise([0, *ends, len(text)]))


@lru_cache(maxsize=50_000)
def _first_word(name: str) -> str:
    """What a folded text holds wherever it holds ``name``; nothing where marks that do not print may be in between."""
    words = name.casefold().split(maxsplit=1) if name.isprintable() else []
    return words[0] if words else ""


def _strength(row: Fact) -> tuple[int, int]:
    """Grounded before missing, then required before preferred before mentioned: the smaller, the stronger."""
    rank = REQUIREMENTS.index(row.requirement) if row.requirement else len(REQUIREMENTS)
    return row.status == "missing", rank


def _other_summary(duty: Responsibility) -> str:
    words = duty.summary or duty.object or duty.evidence.text or ""
    return " ".join(words.split())[:_SUMMARY_LENGTH]


def tables(outcomes: Iterable[Outcome]) -> tuple[pa.Table, pa.Table]:
    """``postings`` and ``facts`` of ``outcomes`` in memory; of outcomes with one id, the first that was read counts."""
    postings: list[pa.RecordBatch] = []
    facts: list[pa.RecordBatch] = []
    for posting_batch, fact_batch in batches(unique(outcomes)):
        postings.append(posting_batch)
        facts.append(fact_batch)
    return pa.Table.from_batches(postings, POSTINGS_SCHEMA), pa.Table.from_batches(facts, FACTS_SCHEMA)


def batches(outcomes: Iterable[Outcome]) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
    """Batches of the two tables, each pair of the same few thousand outcomes."""
    iterator = iter(outcomes)
    while batch := list(islice(iterator, _BATCH)):
        yield (
            pa.RecordBatch.from_pylist([posting_row(outcome) for outcome in batch], POSTINGS_SCHEMA),
            pa.RecordBatch.from_arrays(
                fact_columns([row for outcome in batch for row in fact_rows(outcome)]), schema=FACTS_SCHEMA
            ),
        )


def unique(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """One outcome for each posting id: the first that was read, else the first (after the rest)."""
    read: set[str] = set()
    unread: dict[str, Outcome] = {}
    for outcome in outcomes:
        if outcome.posting.id in read:
            continue
        if outcome.ok:
            read.add(outcome.posting.id)
            unread.pop(outcome.posting.id, None)
            yield outcome
        else:
            unread.setdefault(outcome.posting.id, outcome)
    yield from unread.values()


class FactsWriter:
    """Writes ``postings.parquet`` and ``facts.parquet`` as outcomes come, in memory that does not grow with them.

    The files get their names when the writer is closed without an error; until then, and after an error,
    they are called ``….parquet.partial``.

    Example:
        >>> import tempfile
        >>> with FactsWriter(tempfile.mkdtemp()) as writer:
        ...     for outcome in []:
        ...         writer.write(outcome)

    Raises:
        InputError: the folder cannot be written.
    """

    def __init__(self, directory: str | Path) -> None:
        self.postings_path = Path(directory) / "postings.parquet"
        self.facts_path = Path(directory) / "facts.parquet"
        self._waiting: list[Outcome] = []
        self._complete = True
        try:
            self.postings_path.parent.mkdir(parents=True, exist_ok=True)
            self._postings = pq.ParquetWriter(_partial(self.postings_path), POSTINGS_SCHEMA, compression="zstd")
            self._facts = pq.ParquetWriter(_partial(self.facts_path), FACTS_SCHEMA, compression="zstd")
        except OSError as error:
            raise InputError(
                f"cannot write the tables in {str(directory)!r}: {error}; name another folder with -o"
            ) from error

    def write(self, outcome: Outcome) -> None:
        """Write one outcome (in batches)."""
        self._waiting.append(outcome)
        if len(self._waiting) >= _BATCH * 4:  # larger row groups compress and scan better
            self._flush()

    def leave_partial(self) -> None:
        """Keep the names ``….partial`` at the end: the run that fills the files was cut short."""
        self._complete = False

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        pairs = list(batches(waiting))
        self._postings.write_table(pa.Table.from_batches([posting for posting, _ in pairs], POSTINGS_SCHEMA))
        self._facts.write_table(pa.Table.from_batches([fact for _, fact in pairs], FACTS_SCHEMA))

    def close(self) -> None:
        """Write what waits, and give the files their names."""
        if self._waiting:
            self._flush()
        self._postings.close()
        self._facts.close()
        if self._complete:
            for path in (self.postings_path, self.facts_path):
                _partial(path).replace(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
            return
        with suppress(Exception):  # the error under way matters more
            if self._waiting:
                self._flush()
        for writer in (self._postings, self._facts):
            with suppress(Exception):
                writer.close()


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.partial")
