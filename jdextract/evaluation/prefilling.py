"""Label files that an engine has filled in, for a person to correct."""

from __future__ import annotations

import json
from typing import Any

from jdextract.models import Evidence, Outcome, Surface
from jdextract.segments import split_segments

_LONG = 200
"""Characters; evidence of a skill that is longer is cut to the words around its name."""

_AROUND = 60


def prefilled_row(outcome: Outcome) -> dict[str, Any]:
    """One posting in the shape of the labelling guide, filled in by the outcome's engine.

    Facts without evidence are left out. ``prefilled_by`` names the engine: whoever has corrected the row
    removes it. A failed posting comes with empty lists.
    """
    posting, extraction = outcome.posting, outcome.extraction
    row: dict[str, Any] = {
        "id": posting.id,
        "title": posting.title,
        "company": posting.company,
        "location": posting.location,
        "posted_at": posting.posted_at.isoformat() if posting.posted_at else None,
        "language": posting.language,
        "prefilled_by": outcome.engine,
        "text": posting.text,
        "skills": [],
        "responsibilities": [],
        "languages": [],
    }
    if extraction is None:
        return row
    for skill in extraction.skills:
        if evidence := _words(posting.text, skill.evidence, skill.surface):
            group = {"any_of": skill.any_of} if skill.any_of is not None else {}
            values: dict[str, Any] = {"name": skill.name, "kind": skill.kind, "category": skill.category}
            row["skills"].append({**values, "requirement": skill.requirement, **group, "evidence": evidence})
    for duty in extraction.responsibilities:
        if evidence := _words(posting.text, duty.evidence, None):
            words = {"summary": duty.summary or duty.object or evidence} if duty.activity == "other" else {}
            row["responsibilities"].append({"activity": duty.activity, **words, "evidence": evidence})
    for language in extraction.languages:
        if evidence := _words(posting.text, language.evidence, None):
            group = {"any_of": language.any_of} if language.any_of is not None else {}
            values = {"language": language.language, "level": language.level, "requirement": language.requirement}
            row["languages"].append({**values, **group, "evidence": evidence})
    return row


def prefilled_line(outcome: Outcome) -> str:
    """`prefilled_row` as a line of JSON."""
    return json.dumps(prefilled_row(outcome), ensure_ascii=False) + "\n"


def _words(text: str, evidence: Evidence, surface: Surface | None) -> str | None:
    """The cited text, without its bullet; of a long one the sentence or the words around the name."""
    if evidence.start is None or evidence.end is None:
        return None
    cited = text[evidence.start : evidence.end].strip().lstrip("-*•·▪–— \t") or None
    if cited is None or surface is None or len(cited) <= _LONG:
        return cited
    for segment in split_segments(text):
        if segment.start <= surface.start and surface.end <= segment.end and len(segment.text) <= _LONG:
            return segment.text
    start = text.rfind(" ", evidence.start, max(evidence.start, surface.start - _AROUND) + 1)
    end = text.find(" ", min(evidence.end, surface.end + _AROUND), evidence.end)
    return text[evidence.start if start < 0 else start + 1 : evidence.end if end < 0 else end].strip()
