"""Labels against an extraction, posting by posting: found, missed or spurious, and why.

Facts are compared as sets of canonical names, one to one: a name that an engine gives twice is found once and
spurious once, so repeating never helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from jdextract.evaluation.facts import OTHER, Fact, extracted_facts, labelled_facts, within_scope
from jdextract.evaluation.grounding import Grounding, ground
from jdextract.evaluation.judgement import JudgedField, JudgedPosting, Judgement, MatchKind
from jdextract.evaluation.labels import LabelledPosting, SpanType
from jdextract.evaluation.matching import (
    Matching,
    Pairs,
    in_order,
    match_names,
    match_places,
    match_wording,
    overlap_share,
)
from jdextract.evaluation.spans import judge_spans
from jdextract.models import REQUIREMENTS, Extraction, Kind, Outcome
from jdextract.taxonomy import Taxonomy

NO_GATE = "none"
"""The class of a posting that demands no human language."""


def judge_posting(
    labelled: LabelledPosting,
    outcomes: Sequence[Outcome | None],
    *,
    taxonomy: Taxonomy,
    matching: Matching | None = None,
    kinds: Mapping[str, Kind] | None = None,
    span_types: Iterable[SpanType] = (),
) -> JudgedPosting:
    """What became of every fact of one posting, over one outcome a repeat.

    Args:
        labelled: the posting with its labels.
        outcomes: one a repeat; ``None`` (there is none) and a failed one miss everything.
        taxonomy: gives canonical names; the same for labels and engine.
        matching: how names match beyond aliases.
        kinds: canonical key to kind over the whole label set: a spurious name that is labelled elsewhere
            counts against the kind that it has there.
        span_types: the types of spans that the label set marks.
    """
    extractions = [outcome.extraction if outcome else None for outcome in outcomes]
    facts = [
        judge(labelled, each, taxonomy=taxonomy, matching=matching, kinds=kinds, span_types=span_types)
        for each in extractions
    ]
    first = outcomes[0] if outcomes else None
    has_gate = labelled.languages is not None
    return JudgedPosting(
        id=labelled.id,
        language=labelled.language,
        tags=labelled.tags,
        status=first.status if first else "absent",
        gate=_gate(label.requirement for label in labelled.languages or ()) if has_gate else None,
        found_gate=tuple(
            _gate(found.requirement for found in (each.languages if each else ())) for each in extractions if has_gate
        ),
        facts=tuple(fact for repeat in facts for fact in repeat),
    )


def _gate(requirements: Iterable[str | None]) -> str:
    given = set(requirements) - {"mentioned"}
    return next((level for level in REQUIREMENTS if level in given), NO_GATE)


def judge(
    labelled: LabelledPosting,
    extraction: Extraction | None,
    *,
    taxonomy: Taxonomy,
    matching: Matching | None = None,
    kinds: Mapping[str, Kind] | None = None,
    span_types: Iterable[SpanType] = (),
) -> list[Judgement]:
    """What became of every labelled and every extracted fact; see `judge_posting`."""
    gold = labelled_facts(labelled, taxonomy)
    given = within_scope(extracted_facts(extraction, taxonomy) if extraction else (), labelled, gold, taxonomy)
    judged = judge_facts(
        gold, list(given), text=labelled.text, taxonomy=taxonomy, matching=matching or Matching(), kinds=kinds or {}
    )
    return judged + judge_spans(labelled, extraction, taxonomy, types=span_types)


def judge_facts(
    gold: Sequence[Fact],
    given: Sequence[Fact],
    *,
    text: str,
    taxonomy: Taxonomy,
    matching: Matching,
    kinds: Mapping[str, Kind],
) -> list[Judgement]:
    """`judge` of facts in their common shape."""
    groundings = {id(fact): ground(fact, text, taxonomy) for fact in given if fact.evidence is not None}
    cited = in_order(fact for fact in given if groundings.get(id(fact)) != "missing")
    labels = in_order(gold)
    judged = [
        Judgement(_field(fact), fact.name, "ungrounded", kind=fact.kind, grounding="missing", written=fact.written)
        for fact in in_order(given)
        if groundings.get(id(fact)) == "missing"
    ]

    def add(field: JudgedField, ours: Sequence[Fact], theirs: Sequence[Fact], pairs: Pairs) -> None:
        for label, fact, match in _paired(ours, theirs, pairs):
            # An activity stands for several duties: each has its grounding where it is assigned.
            grounding = groundings.get(id(fact)) if field not in {"responsibility", "other_duty"} else None
            judged.append(_judgement(field, label, fact, match, grounding, kinds))

    for name in ("skill", "language"):
        ours, theirs = _of(labels, name), _of(cited, name)
        add(name, ours, theirs, match_names(ours, theirs, fuzzy=matching.fuzzy if name == "skill" else None))
    duties, found = _of(labels, "responsibility"), _of(cited, "responsibility")
    ours, theirs = _activities(duties), _activities(found)
    add("responsibility", ours, theirs, match_names(ours, theirs))
    add("assigned", duties, found, match_places(duties, found))
    ours, theirs = [duty for duty in duties if duty.key == OTHER], [duty for duty in found if duty.key == OTHER]
    add("other_duty", ours, theirs, match_wording(ours, theirs, likeness=matching.other))
    return judged


def _of(facts: Iterable[Fact], field: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == field]


def _field(fact: Fact) -> JudgedField:
    return "assigned" if fact.field == "responsibility" else fact.field


def _activities(duties: Iterable[Fact]) -> list[Fact]:
    """One fact an activity, with all its places: a repeated activity counts once, by the labelling guide."""
    same: dict[str, list[Fact]] = {}
    for duty in duties:
        if duty.key != OTHER:
            same.setdefault(duty.key, []).append(duty)
    return [
        Fact(
            "responsibility",
            key,
            key,
            key,
            known=True,
            category=facts[0].category,
            spans=tuple(dict.fromkeys(span for fact in facts for span in fact.spans)),
        )
        for key, facts in same.items()
    ]


def _paired(
    gold: Sequence[Fact], given: Sequence[Fact], pairs: Pairs
) -> Iterator[tuple[Fact | None, Fact | None, MatchKind | None]]:
    for number, label in enumerate(gold):
        index, match = pairs.get(number, (None, None))
        yield label, None if index is None else given[index], match
    taken = {index for index, _ in pairs.values()}
    for index, fact in enumerate(given):
        if index not in taken:
            yield None, fact, None


def _judgement(  # noqa: PLR0917 - called in one place
    field: JudgedField,
    label: Fact | None,
    fact: Fact | None,
    match: MatchKind | None,
    grounding: Grounding | None,
    kinds: Mapping[str, Kind],
) -> Judgement:
    overlap: bool | None = None
    if label is not None and fact is not None and label.spans:
        overlap = overlap_share(label.spans, fact.spans) > 0
        same = field != "assigned" or label.key == fact.key
        if overlap and same and grounding in {"unsupported", "unverified"}:
            grounding = "vouched"
    spoken = label or fact
    if spoken is None:
        raise ValueError("a judgement needs a label or a fact")
    return Judgement(
        field,
        spoken.name if field != "other_duty" else (spoken.summary or OTHER),
        "spurious" if label is None else "missed" if fact is None else "found",
        match,
        kinds.get(spoken.key, spoken.kind) if label is None else label.kind,
        spoken.category,
        fact.category if fact else None,
        label.requirement if label else None,
        fact.requirement if fact else None,
        label.level if label else None,
        fact.level if fact else None,
        overlap,
        grounding,
        fact.key if fact and field == "assigned" else fact.written if fact else None,
        _place(label, fact),
        _cited_place(fact) if fact else None,
    )


def _cited_place(fact: Fact) -> tuple[int, int] | None:
    """The name where it stands in the text, else the evidence."""
    if fact.surface is not None:
        return fact.surface.start, fact.surface.end
    return fact.spans[0] if fact.spans else None


def _place(label: Fact | None, fact: Fact | None) -> tuple[int, int] | None:
    """Where the label's evidence stands: of several places the one that the engine cites, else the first."""
    if label is None or not label.spans:
        return None
    cited = fact.spans if fact else ()
    return next((span for span in label.spans if overlap_share([span], cited) > 0), label.spans[0])


def labelled_kinds(postings: Iterable[LabelledPosting], taxonomy: Taxonomy) -> dict[str, Kind]:
    """Canonical key to kind over all labelled skills."""
    return {
        fact.key: fact.kind
        for posting in postings
        for fact in labelled_facts(posting, taxonomy)
        if fact.field == "skill" and fact.kind is not None
    }
