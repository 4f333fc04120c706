"""Facts as they are compared: labels and extractions brought into one shape, under canonical names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from jdextract.evaluation.labels import LabelledPosting
from jdextract.models import Category, Evidence, Extraction, Kind, Requirement, Surface
from jdextract.taxonomy import Taxonomy, name_key

FactField = Literal["skill", "responsibility", "language"]
Span = tuple[int, int]

UNSTATED = "unstated"
"""The level of a language of which the posting says none; ``None`` where the level was not labelled."""

OTHER = "other"
"""The activity of duties outside the closed list."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a posting asks for, by a label or by an engine.

    ``key`` is what makes two facts the same thing, ``written`` the name as given. ``spans`` are the places
    that prove it: all occurrences of a label's evidence, the one that an engine cites, none where unknown.
    ``evidence`` and ``surface`` are the engine's, for the check of grounding.
    """

    field: FactField
    key: str
    name: str
    written: str
    known: bool = False
    kind: Kind | None = None
    category: str | None = None
    requirement: Requirement | None = None
    level: str | None = None
    summary: str | None = None
    spans: tuple[Span, ...] = ()
    evidence: Evidence | None = None
    surface: Surface | None = None


def occurrences(text: str, part: str | None) -> tuple[Span, ...]:
    """Every place at which ``part`` stands in ``text``."""
    spans: list[Span] = []
    start = text.find(part) if part else -1
    while part and start >= 0:
        spans.append((start, start + len(part)))
        start = text.find(part, start + 1)
    return tuple(spans)


def labelled_facts(labelled: LabelledPosting, taxonomy: Taxonomy) -> list[Fact]:
    """The facts that the labels state; two names of one skill are one fact, the first."""
    text = labelled.text
    skills: dict[str, Fact] = {}
    for skill in labelled.skills or ():
        spans = occurrences(text, skill.evidence)
        kind = skill.kind or ("soft" if skill.category == "soft_skills" else None)
        fact = _skill(skill.name, kind, skill.category, skill.requirement, taxonomy, spans=spans)
        skills.setdefault(fact.key, fact)
    facts = list(skills.values())
    for duty in labelled.responsibilities or ():
        theme = taxonomy.activities[duty.activity].theme
        words = duty.summary or duty.object or duty.evidence
        facts.append(_duty(duty.activity, theme, words, spans=occurrences(text, duty.evidence)))
    for language in labelled.languages or ():
        spans = occurrences(text, language.evidence)
        level = (language.level or UNSTATED) if "level" in language.model_fields_set else None
        facts.append(_language(language.language, language.requirement, level, spans=spans))
    return facts


def extracted_facts(extraction: Extraction, taxonomy: Taxonomy) -> list[Fact]:
    """The facts that an engine states, those without evidence included."""
    facts: list[Fact] = []
    for skill in extraction.skills:
        evidence = skill.evidence
        facts.append(
            _skill(
                skill.name,
                skill.kind,
                skill.category,
                skill.requirement,
                taxonomy,
                spans=_cited(evidence),
                evidence=evidence,
                surface=skill.surface,
            )
        )
    for duty in extraction.responsibilities:
        evidence = duty.evidence
        words = duty.summary or duty.object or evidence.text
        facts.append(_duty(duty.activity, duty.theme, words, spans=_cited(evidence), evidence=evidence))
    for language in extraction.languages:
        evidence = language.evidence
        level = language.level or UNSTATED
        spans = _cited(evidence)
        facts.append(_language(language.language, language.requirement, level, spans=spans, evidence=evidence))
    return facts


def _skill(
    written: str,
    kind: Kind | None,
    category: Category | None,
    requirement: Requirement | None,
    taxonomy: Taxonomy,
    *,
    spans: tuple[Span, ...],
    evidence: Evidence | None = None,
    surface: Surface | None = None,
) -> Fact:
    entry = taxonomy.lookup(written)
    name = entry.name if entry else " ".join(written.split())
    return Fact(
        "skill",
        name_key(name),
        name,
        written,
        entry is not None,
        kind or (entry.kind if entry else "technology"),
        category or (entry.category if entry else "other"),
        requirement,
        spans=spans,
        evidence=evidence,
        surface=surface,
    )


def _duty(
    activity: str, theme: str, words: str | None, *, spans: tuple[Span, ...], evidence: Evidence | None = None
) -> Fact:
    return Fact(
        "responsibility",
        activity,
        activity,
        activity,
        known=True,
        category=theme,
        summary=words,
        spans=spans,
        evidence=evidence,
    )


def _language(
    code: str,
    requirement: Requirement | None,
    level: str | None,
    *,
    spans: tuple[Span, ...],
    evidence: Evidence | None = None,
) -> Fact:
    return Fact(
        "language",
        code,
        code,
        code,
        known=True,
        requirement=requirement,
        level=level,
        spans=spans,
        evidence=evidence,
    )


def _cited(evidence: Evidence) -> tuple[Span, ...]:
    return () if evidence.start is None or evidence.end is None else ((evidence.start, evidence.end),)


def within_scope(
    facts: Iterable[Fact], labelled: LabelledPosting, gold: Iterable[Fact], taxonomy: Taxonomy
) -> Iterator[Fact]:
    """Those of an engine's facts that the annotator looked for."""
    labelled_keys = {fact.key for fact in gold if fact.field == "skill"}
    labelled_fields = {
        "skill": labelled.skills is not None,
        "responsibility": labelled.responsibilities is not None,
        "language": labelled.languages is not None,
    }
    scope = None if labelled.scope is None else {name_key(taxonomy.canonical(name)) for name in labelled.scope}
    for fact in facts:
        if not labelled_fields[fact.field]:
            continue
        if fact.field == "skill":
            if scope is not None and fact.key not in scope:
                continue
            if labelled.kinds is not None and fact.kind not in labelled.kinds and fact.key not in labelled_keys:
                continue
        yield fact
