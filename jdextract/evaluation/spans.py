"""Marked stretches of text against the places that an engine cites, as sequence labelling scores them.

Exact spans punish an engine that splits "A, B and C" or cites a whole line, so these figures stand beside the
sets of names and decide nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from jdextract.evaluation.assignment import assign
from jdextract.evaluation.facts import occurrences
from jdextract.evaluation.judgement import Judgement
from jdextract.evaluation.labels import LabelledPosting, SpanType
from jdextract.models import Extraction
from jdextract.segments import find_name
from jdextract.taxonomy import Taxonomy

TypedSpan = tuple[int, int, str]

_KINDS: tuple[SpanType, ...] = ("technology", "concept", "soft")
_TYPES_OF: dict[str, tuple[SpanType, ...]] = {
    "technology": ("technology", "hard", "skill"),
    "concept": ("concept", "hard", "skill"),
    "soft": ("soft", "competence", "skill"),
    "responsibility": ("responsibility", "competence"),
    "language": ("language",),
}


def judge_spans(
    labelled: LabelledPosting, extraction: Extraction | None, taxonomy: Taxonomy, *, types: Iterable[SpanType] = ()
) -> list[Judgement]:
    """Exact and overlapping spans, one to one within each type.

    Where no spans are labelled, those of the labelled skills' names stand in, as far as their evidence names
    them; only skills are judged then.

    Args:
        labelled: the posting with its labels.
        extraction: what the engine read.
        taxonomy: gives the names under which a labelled skill may stand.
        types: the types that the label set marks; those of this posting are added.
    """
    gold = (
        [(span.start, span.end, span.type) for span in labelled.spans]
        if labelled.spans is not None
        else list(_named(labelled, taxonomy))
    )
    marked = {kind for _, _, kind in gold} | set(_KINDS if labelled.spans is None else types)
    given = list(_cited(extraction, marked)) if extraction and _has_marks(labelled) else []
    return [*_exact(gold, given), *_overlapping(gold, given)]


def _has_marks(labelled: LabelledPosting) -> bool:
    """Whether anybody marked spans, or named skills that stand in for them."""
    return labelled.spans is not None or (labelled.skills is not None and labelled.scope is None)


def _named(labelled: LabelledPosting, taxonomy: Taxonomy) -> Iterator[TypedSpan]:
    for skill in labelled.skills or ():
        entry = taxonomy.lookup(skill.name)
        kind = skill.kind or (entry.kind if entry else None)
        names = (skill.name, *(entry.wordings if entry else ()))
        if kind and skill.evidence and (found := find_name(skill.evidence, names)):
            start = occurrences(labelled.text, skill.evidence)[0][0]
            yield start + found[0], start + found[1], kind


def _cited(extraction: Extraction, types: set[str]) -> Iterator[TypedSpan]:
    places = [
        *((skill.kind, skill.surface or skill.evidence) for skill in extraction.skills),
        *(("responsibility", duty.evidence) for duty in extraction.responsibilities),
        *(("language", language.evidence) for language in extraction.languages),
    ]
    seen: set[TypedSpan] = set()
    for kind, place in places:
        span_type = next((name for name in _TYPES_OF[kind] if name in types), None)
        if span_type is None or place.start is None or place.end is None:
            continue
        span = (place.start, place.end, span_type)
        if kind in {"responsibility", "language"} and span in seen:
            continue  # one line proves several duties
        seen.add(span)
        yield span


def _exact(gold: Sequence[TypedSpan], given: Sequence[TypedSpan]) -> Iterator[Judgement]:
    wanted, offered = Counter(gold), Counter(given)
    for verdict, spans in (("found", wanted & offered), ("missed", wanted - offered), ("spurious", offered - wanted)):
        for start, end, kind in sorted(spans.elements()):
            yield Judgement("span", kind, verdict, gold_span=(start, end))  # type: ignore[arg-type]


def _overlapping(gold: Sequence[TypedSpan], given: Sequence[TypedSpan]) -> Iterator[Judgement]:
    ours, theirs = sorted(gold), sorted(given)
    weights = {
        (i, j): (min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if one[2] == other[2] and min(one[1], other[1]) > max(one[0], other[0])
    }
    pairs = dict(assign(weights))
    taken = set(pairs.values())
    for number, (start, end, kind) in enumerate(ours):
        yield Judgement("span_overlap", kind, "found" if number in pairs else "missed", gold_span=(start, end))
    for number, (start, end, kind) in enumerate(theirs):
        if number not in taken:
            yield Judgement("span_overlap", kind, "spurious", span=(start, end))
