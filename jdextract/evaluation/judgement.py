"""`Judgement`: what became of one fact."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from jdextract.evaluation.facts import Span
from jdextract.evaluation.grounding import Grounding
from jdextract.models import Kind, Status

JudgedField = Literal["skill", "responsibility", "assigned", "other_duty", "language", "span", "span_overlap"]
"""``responsibility``: the set of activities. ``assigned``: duties one to one by the place of their evidence.
``other_duty``: duties outside the closed list, by likeness. ``span``: exact boundaries; ``span_overlap``: any."""

Verdict = Literal["found", "missed", "spurious", "ungrounded"]
"""``ungrounded`` facts cite nothing; by contract they are left out of all counts but that of hallucinations."""

MatchKind = Literal["exact", "alias", "fuzzy", "overlap"]


class Judgement(NamedTuple):
    """What became of one fact; its JSON is a list of these values.

    A found fact has the label's values first and the engine's under ``found_…``; a missed one lacks the
    engine's, a spurious one the label's (its kind and category are the engine's). ``gold_span`` and ``span``
    are the places of label and engine in the text.
    """

    field: JudgedField
    key: str
    verdict: Verdict
    match: MatchKind | None = None
    kind: Kind | None = None
    category: str | None = None
    found_category: str | None = None
    requirement: str | None = None
    found_requirement: str | None = None
    level: str | None = None
    found_level: str | None = None
    overlap: bool | None = None
    grounding: Grounding | None = None
    written: str | None = None
    gold_span: Span | None = None
    span: Span | None = None


class JudgedPosting(BaseModel):
    """One posting's judgements (of all repeats, one after the other) and what it is known by.

    ``gate`` and ``found_gate`` are the strongest demand of any human language, by the labels and by the engine
    (one for each repeat); ``None`` where languages are not labelled.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    language: str | None = None
    tags: tuple[str, ...] = ()
    status: Status | Literal["absent"] = "ok"
    gate: str | None = None
    found_gate: tuple[str, ...] = ()
    facts: tuple[Judgement, ...] = ()
