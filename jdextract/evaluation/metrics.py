"""Counts of judgements, and the precision, recall, F1 and accuracies that follow from them.

A metric's name is ``group.measure``: ``skills.f1``, ``skills.concept.recall``,
``skills.category.databases.f1``, ``responsibilities.activity.build_apis.f1``, ``skills.tag.negation.f1``; or the name of a
ratio, such as ``requirement_accuracy``. Every metric is a function of sums over postings, so that a bootstrap
resamples sums alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jdextract.evaluation.grounding import HALLUCINATED
from jdextract.evaluation.judgement import JudgedPosting, Judgement

Counts = Mapping[str, int]
"""Lane to count. A group has the lanes ``group|tp``, ``|fp`` and ``|fn``, a ratio ``ratio|hits`` and ``|of``."""

MEASURES = ("precision", "recall", "f1")

_FALLING = ("hallucination_rate", "failed_rate", ".share_error", ".share_error_common")


def lower_is_better(metric: str) -> bool:
    """Whether a metric gets better as it falls; most rise."""
    return metric.endswith(_FALLING)


MACROS = {
    "skills.macro_f1": "skills.category.",
    "responsibilities.macro_f1": "responsibilities.activity.",
    "languages.macro_f1": "languages.code.",
    "language_gate.macro_f1": "language_gate.class.",
}
"""Macro F1 to the prefix of its classes: the plain mean over the classes that have a label."""

_FIELDS = {"skill": "skills", "responsibility": "responsibilities", "language": "languages"}
_SPANS = {"span": "spans.strict", "span_overlap": "spans.overlap"}
_OUTCOMES = {"found": "tp", "missed": "fn", "spurious": "fp"}


def count(posting: JudgedPosting) -> Counter[str]:
    """The counts of one posting."""
    counts: Counter[str] = Counter()
    for fact in posting.facts:
        _count_grounding(fact, counts)
        if fact.verdict == "ungrounded":
            continue
        outcome = _OUTCOMES[fact.verdict]
        if fact.field in _FIELDS:
            for group in _groups(fact, posting):
                counts[f"{group}|{outcome}"] += 1
            if fact.field == "skill":
                _count_as_written(fact, counts)
            if fact.field != "responsibility":
                _count_levels(fact, counts)
        elif fact.field == "assigned":
            _count_assigned(fact, counts)
        elif fact.field == "other_duty":
            counts[f"responsibilities.other|{outcome}"] += 1
        else:
            for group in (_SPANS[fact.field], f"{_SPANS[fact.field]}.{fact.key}"):
                counts[f"{group}|{outcome}"] += 1
    _count_gate(posting, counts)
    _ratio(counts, "failed_rate", posting.status in {"failed", "absent"})
    return counts


def _count_as_written(fact: Judgement, counts: Counter[str]) -> None:
    """The same set without the taxonomy's help: what rests on its aliases shows in the difference."""
    same = fact.verdict != "found" or fact.match == "exact"
    for outcome in (_OUTCOMES[fact.verdict],) if same else ("fp", "fn"):
        counts[f"skills.as_written|{outcome}"] += 1


def _count_gate(posting: JudgedPosting, counts: Counter[str]) -> None:
    for found in posting.found_gate:
        _ratio(counts, "language_gate.accuracy", found == posting.gate)
        if found == posting.gate:
            counts[f"language_gate.class.{found}|tp"] += 1
        else:
            counts[f"language_gate.class.{found}|fp"] += 1
            counts[f"language_gate.class.{posting.gate}|fn"] += 1


def _groups(fact: Judgement, posting: JudgedPosting) -> Iterable[str]:
    name = _FIELDS[fact.field]
    yield name
    if fact.field == "skill":
        yield f"{name}.{fact.kind}"
        if fact.kind != "soft":
            yield f"{name}.hard"
        yield f"{name}.category.{fact.category}"
    elif fact.field == "responsibility":
        yield f"{name}.activity.{fact.key}"
        yield f"{name}.theme.{fact.category}"
    else:
        yield f"{name}.code.{fact.key}"
    if posting.language:
        yield f"{name}.posting_language.{posting.language}"
    for tag in posting.tags:
        yield f"{name}.tag.{tag}"


def _count_levels(fact: Judgement, counts: Counter[str]) -> None:
    """Requirement and language level: how often right among found facts, and as classes of their own."""
    name = _FIELDS[fact.field]
    if fact.verdict == "found":
        _count_found(fact, name, counts)
    right = fact.requirement
    given = fact.found_requirement if fact.verdict != "missed" else None
    if fact.verdict == "found" and right is None:
        return  # its level was not labelled
    if right is not None and right == given:
        counts[f"{name}.requirement.{right}|tp"] += 1
        return
    if right is not None:
        counts[f"{name}.requirement.{right}|fn"] += 1
    if given is not None:
        counts[f"{name}.requirement.{given}|fp"] += 1


def _count_found(fact: Judgement, name: str, counts: Counter[str]) -> None:
    if fact.overlap is not None:
        _ratio(counts, f"{name}.evidence_overlap", fact.overlap)
    if fact.requirement is not None:
        ratio = "requirement_accuracy" if fact.field == "skill" else "language_requirement_accuracy"
        _ratio(counts, ratio, fact.requirement == fact.found_requirement)
    if fact.field == "skill":
        _ratio(counts, "category_accuracy", fact.category == fact.found_category)
        for kind in ("exact", "alias", "fuzzy"):
            _ratio(counts, f"matched.{kind}", fact.match == kind)
    elif fact.level is not None:
        _ratio(counts, "level_accuracy", fact.level == fact.found_level)


def _count_assigned(fact: Judgement, counts: Counter[str]) -> None:
    group = "responsibilities.assigned"
    if fact.verdict != "found":
        counts[f"{group}|{_OUTCOMES[fact.verdict]}"] += 1
        return
    same = fact.key == fact.written
    _ratio(counts, "activity_accuracy", same)
    for outcome in ("tp",) if same else ("fp", "fn"):
        counts[f"{group}|{outcome}"] += 1


def _count_grounding(fact: Judgement, counts: Counter[str]) -> None:
    if fact.grounding is None:
        return
    _ratio(counts, "hallucination_rate", fact.grounding in HALLUCINATED)
    if fact.grounding != "missing":
        _ratio(counts, "grounded", fact.grounding != "misplaced")


def _ratio(counts: Counter[str], name: str, hit: bool) -> None:
    counts[f"{name}|hits"] += hit
    counts[f"{name}|of"] += 1


def total(counts: Iterable[Counts]) -> Counter[str]:
    """The sum over postings, without classes that nobody labelled (requirement levels, in most foreign formats)."""
    summed: Counter[str] = Counter()
    for each in counts:
        summed.update(each)
    for name in _FIELDS.values():
        lanes = [lane for lane in summed if lane.startswith(f"{name}.requirement.")]
        if not any(summed[lane] for lane in lanes if not lane.endswith("|fp")):
            for lane in lanes:
                del summed[lane]
    return summed


def precision_recall_f1(tp: int, fp: int, fn: int) -> tuple[float | None, float | None, float | None]:
    """The three measures, between 0 and 1; ``None`` where there is nothing to measure.

    Precision of no answers is 0 where something was to be found; recall of nothing to find is undefined.

    Source: van Rijsbergen (1979), Information Retrieval, ch. 7.
    """
    precision = tp / (tp + fp) if tp + fp else (0.0 if fn else None)
    recall = tp / (tp + fn) if tp + fn else None
    return precision, recall, (2 * tp / (2 * tp + fp + fn) if tp + fp + fn else None)


@dataclass(frozen=True, slots=True)
class MetricSet:
    """The metrics that a set of lanes carries, and how to compute them all from one row of sums."""

    lanes: tuple[str, ...]
    names: tuple[str, ...]
    compute: Callable[[Sequence[int]], list[float | None]]
    supports: Callable[[Sequence[int]], list[int]]
    """What each metric rests on: the labels of its group, or the denominator of its ratio."""


def metric_set(lanes: Iterable[str]) -> MetricSet:
    """The metrics of all groups and ratios among ``lanes``."""
    heads = {lane.rsplit("|", 1)[0]: lane.rsplit("|", 1)[1] in {"hits", "of"} for lane in lanes}
    groups = sorted(name for name, is_ratio in heads.items() if not is_ratio)
    ratios = sorted(name for name, is_ratio in heads.items() if is_ratio)
    ordered = tuple(
        [f"{group}|{outcome}" for group in groups for outcome in ("tp", "fp", "fn")]
        + [f"{ratio}|{part}" for ratio in ratios for part in ("hits", "of")]
    )
    macros = [
        (name, members)
        for name, prefix in MACROS.items()
        if (members := [3 * i for i, group in enumerate(groups) if group.startswith(prefix)])
    ]
    names = (
        *(f"{group}.{measure}" for group in groups for measure in MEASURES),
        *ratios,
        *(name for name, _ in macros),
    )
    first_ratio = 3 * len(groups)
    group_starts = range(0, first_ratio, 3)
    ratio_starts = range(first_ratio, first_ratio + 2 * len(ratios), 2)

    def compute(sums: Sequence[int]) -> list[float | None]:
        values: list[float | None] = []
        for at in group_starts:
            values += precision_recall_f1(sums[at], sums[at + 1], sums[at + 2])
        values += [sums[at] / sums[at + 1] if sums[at + 1] else None for at in ratio_starts]
        for _, members in macros:
            labelled = [values[at + 2] for at in members if sums[at] + sums[at + 2]]
            values.append(sum(value or 0.0 for value in labelled) / len(labelled) if labelled else None)
        return values

    def supports(sums: Sequence[int]) -> list[int]:
        values: list[int] = []
        for at in group_starts:
            values += [sums[at] + sums[at + 2]] * len(MEASURES)
        values += [sums[at + 1] for at in ratio_starts]
        values += [sum(sums[at] + sums[at + 2] for at in members) for _, members in macros]
        return values

    return MetricSet(ordered, names, compute, supports)
