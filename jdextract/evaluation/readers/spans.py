"""Marked stretches of text as sets of names, so that they are scored like any other labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jdextract.evaluation.readers.rows import Row
from jdextract.models import Kind
from jdextract.taxonomy import Taxonomy, name_key

_KINDS: dict[str, tuple[Kind, ...]] = {
    "technology": ("technology",),
    "concept": ("concept",),
    "soft": ("soft",),
    "hard": ("technology", "concept"),
    "skill": ("technology", "concept", "soft"),
}
_PARTS = re.compile(r"\s*[,;|/()]\s*|\s+(?:and|or|und|oder|&)\s+|\s+[.:]?\s*$")
_EDGES = " .,:;-–—'\"“”"


def with_skills(row: Row, spans: Sequence[Row]) -> Row:
    """``row`` with its ``spans``, and with the skills that they name.

    A span of several names ("Kotlin/Spring Boot") is taken apart unless the taxonomy knows it whole. Kinds
    of skills that nobody marked are not judged.
    """
    marked = [span for span in spans if span["type"] in _KINDS]
    if not marked:
        return {**row, "spans": spans}
    skills: dict[str, Row] = {}
    for span in marked:
        own = _KINDS[span["type"]]
        for name in _names(row["text"][span["start"] : span["end"]]):
            entry = Taxonomy.default().lookup(name)
            key = name_key(entry.name if entry else name)
            kind = entry.kind if entry and entry.kind in own else own[0]
            skills.setdefault(key, {"name": entry.name if entry else name, "kind": kind, "evidence": name})
    kinds = sorted({kind for span in marked for kind in _KINDS[span["type"]]})
    return {**row, "spans": spans, "skills": list(skills.values()), "kinds": kinds}


def _names(marked: str) -> Iterator[str]:
    whole = marked.strip(_EDGES)
    if Taxonomy.default().lookup(whole):
        yield whole
        return
    for part in _PARTS.split(whole):
        if name := part.strip(_EDGES):
            yield name
