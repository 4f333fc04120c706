"""Cited facts become grounded ones: a segment's number and a name become spans of the posting's text.

What a model says is believed only as far as the text bears it out. A technology must be named in the segment
that it cites, by its name, an alias, or the words that the model gave for it; else the segments around are
searched, then the whole posting, and what is found nowhere is `missing`. A concept or a soft skill may be
proved in other words (status ``segment``); one that the taxonomy lacks must share a word with its segment,
lest a posting that steers the model name whatever it likes. A human language must be named as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jdextract.engines.llm.language_spellings import language_pattern
from jdextract.engines.llm.naming import Line, NameFinder, Span, shares_word
from jdextract.engines.llm.wire import DutyItem, Items, LanguageItem, SkillItem
from jdextract.models import (
    Category,
    Evidence,
    EvidenceStatus,
    Kind,
    LanguageRequirement,
    Responsibility,
    Skill,
    Surface,
    unchecked,
)
from jdextract.segments import Segment, find_name
from jdextract.taxonomy import SkillEntry, Taxonomy

_MISSING = Evidence()
_NEARBY = 2
"""Lines before and after the cited one that are searched first: off by one is a model's commonest slip."""


class Fact(NamedTuple):
    """A fact as grounded; ``problem`` says, fit for the model, why its evidence is missing."""

    value: Skill | Responsibility | LanguageRequirement
    raw: str
    group: int | None = None
    problem: str | None = None


class Grounder:
    """Grounds items in postings; made once for a taxonomy, safe to share."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._finders: dict[str, NameFinder] = {}

    def ground(self, items: Items, segments: Sequence[Segment]) -> list[Fact]:
        """The facts of ``items`` in ``segments``, which are numbered from 1 without gaps."""
        lines = [Line(segment) for segment in segments]
        whole = Line(Segment(0, "\n".join([segment.text for segment in segments]), 0, 0))
        return [
            *(self._skill(item, lines, whole) for item in items.skills),
            *(self._duty(item, lines) for item in items.duties),
            *(self._language(item, lines) for item in items.languages),
        ]

    def _skill(self, item: SkillItem, lines: Sequence[Line], whole: Line) -> Fact:
        entry = self._taxonomy.lookup(item.name)
        kind, category = (entry.kind, entry.category) if entry else classify(item)
        names = self._finder(entry) if entry else NameFinder.of_name(item.name)
        cited = _cited(item.segment, lines)
        proof, span = cited, names.find_spelt(cited) if cited else None
        if span is None:  # which is rare
            said = names.said(item)
            span = names.find_otherwise(cited, said) if cited else None
            in_words = kind != "technology" and cited and (entry or shares_word(item.name, cited))
            if span is None and not in_words:
                proof, span = _find_around(names, said, item.segment, lines, whole) or (None, None)
        problem = None
        if proof is None:
            problem = f"line {item.segment} does not name {item.name}" if cited else _no_line(item.segment, lines)
        skill = unchecked(
            Skill,
            name=entry.name if entry else item.name,
            kind=kind,
            known=entry is not None,
            category=category,
            requirement=item.requirement,
            any_of=None,
            surface=_surface(proof, span),
            evidence=_evidence(proof, "exact" if span else "segment"),
        )
        return Fact(skill, item.raw, item.group, problem)

    def _finder(self, entry: SkillEntry) -> NameFinder:
        if (finder := self._finders.get(entry.name)) is None:
            finder = self._finders[entry.name] = NameFinder.of(entry)
        return finder

    def _duty(self, item: DutyItem, lines: Sequence[Line]) -> Fact:
        cited = _cited(item.segment, lines)
        named = cited and item.object and find_name(cited.segment.text, (item.object,))
        duty = unchecked(
            Responsibility,
            activity=item.activity,
            theme=self._taxonomy.activities[item.activity].theme,
            object=item.object,
            summary=item.summary,
            evidence=_evidence(cited, "exact" if named else "segment"),
        )
        return Fact(duty, item.raw, problem=None if cited else _no_line(item.segment, lines))

    def _language(self, item: LanguageItem, lines: Sequence[Line]) -> Fact:
        pattern = language_pattern(item.language)
        cited = _cited(item.segment, lines)
        proof = cited
        if pattern and not (cited and pattern.search(cited.segment.text)):
            others = (*_near(item.segment, lines), *_far(item.segment, lines))
            proof = next((line for line in others if pattern.search(line.segment.text)), None)
        problem = None
        if proof is None:
            problem = f"line {item.segment} names no such language" if cited else _no_line(item.segment, lines)
        language = LanguageRequirement(
            language=item.language,
            level=item.level,
            requirement=item.requirement,
            evidence=_evidence(proof, "exact" if pattern else "segment"),
        )
        return Fact(language, item.raw, item.group, problem)


def classify(item: SkillItem) -> tuple[Kind, Category]:
    """Kind and category of a name that the taxonomy lacks: as the model said, else by its spelling."""
    kind = item.kind or ("soft" if item.category == "soft_skills" else kind_by_spelling(item.name))
    return kind, item.category or ("soft_skills" if kind == "soft" else "other")


def kind_by_spelling(name: str) -> Kind:
    """The likely kind of ``name`` where nobody knows it.

    The wire form has concepts and soft skills in lower case, so a capital or a digit marks a technology,
    unless a plain noun ends the name ("UX design", "LLM evaluation").
    """
    marked = any(letter.isupper() or letter.isdigit() for letter in name)
    first, *_, last = (name.split() or [""]) * 2
    noun = first != name and len(last) > 3 and last.isalpha() and last.islower()
    return "technology" if marked and not noun else "concept"


def _cited(number: int, lines: Sequence[Line]) -> Line | None:
    return lines[number - 1] if 0 < number <= len(lines) else None


def _near(number: int, lines: Sequence[Line]) -> list[Line]:
    """The lines near ``number``, nearest first, without that itself."""
    near = [number + step for distance in range(1, _NEARBY + 1) for step in (-distance, distance)]
    return [lines[index - 1] for index in near if 0 < index <= len(lines)]


def _far(number: int, lines: Sequence[Line]) -> Iterator[Line]:
    """All lines that are not near ``number``, in order."""
    return (line for line in lines if abs(line.segment.number - number) > _NEARBY)


def _find_around(
    names: NameFinder, said: Sequence[str], number: int, lines: Sequence[Line], whole: Line
) -> tuple[Line, Span] | None:
    for line in _near(number, lines):
        if span := names.find(line, said):
            return line, span
    if names.may_be_in(whole, said):  # most names that are not near are nowhere
        for line in _far(number, lines):
            if span := names.find(line, said):
                return line, span
    return None


def _surface(line: Line | None, span: Span | None) -> Surface | None:
    if line is None or span is None:
        return None
    segment, (start, end) = line.segment, span
    return unchecked(Surface, text=segment.text[start:end], start=segment.start + start, end=segment.start + end)


def _evidence(line: Line | None, status: EvidenceStatus) -> Evidence:
    if line is None:
        return _MISSING
    if (evidence := line.evidence.get(status)) is None:
        segment = line.segment
        evidence = line.evidence[status] = unchecked(
            Evidence, segment=segment.number, text=segment.text, start=segment.start, end=segment.end, status=status
        )
    return evidence


def _no_line(number: int, lines: Sequence[Line]) -> str:
    return f"there is no line {number}; the last is {len(lines)}"
