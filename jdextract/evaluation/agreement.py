"""Agreement of two annotators on the same postings: the ceiling of what an engine can score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from jdextract.errors import InputError
from jdextract.evaluation.facts import labelled_facts, within_scope
from jdextract.evaluation.judgement import JudgedPosting, Judgement
from jdextract.evaluation.judging import judge_facts, labelled_kinds
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.matching import Matching
from jdextract.evaluation.scoring import Bootstrap, Metric, score
from jdextract.evaluation.statistics import cohen_kappa
from jdextract.models import Kind
from jdextract.taxonomy import Taxonomy

AGREED_METRICS = (
    "skills.f1",
    "skills.technology.f1",
    "skills.concept.f1",
    "skills.soft.f1",
    "responsibilities.f1",
    "responsibilities.assigned.f1",
    "languages.f1",
)


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LevelAgreement(_Figures):
    """Levels of the facts that both annotators have: how many, the share given alike, and Cohen's kappa.

    ``kappa`` is ``None`` where chance alone would agree (one level only).
    """

    facts: int
    alike: float | None
    kappa: float | None


class Disagreement(_Figures):
    """A fact that only one annotator has, or that they give different levels."""

    posting: str
    field: str
    key: str
    difference: str


class Agreement(_Figures):
    """Two annotators on the postings that both labelled.

    F1 is symmetric: it is the same whichever annotator counts as right.
    """

    postings: int
    only_first: int
    only_second: int
    metrics: dict[str, Metric]
    requirement: LevelAgreement
    language_requirement: LevelAgreement
    language_level: LevelAgreement
    disagreements: tuple[Disagreement, ...]


def agreement(
    first: Sequence[LabelledPosting],
    second: Sequence[LabelledPosting],
    *,
    taxonomy: Taxonomy | None = None,
    matching: Matching | None = None,
    bootstrap: Bootstrap | None = None,
) -> Agreement:
    """How far two annotators agree on the postings that both labelled.

    Raises:
        InputError: they share no posting, or a shared one has another text.
    """
    taxonomy = taxonomy or Taxonomy.default()
    others = {posting.id: posting for posting in second}
    shared = [(posting, others[posting.id]) for posting in first if posting.id in others]
    if not shared:
        raise InputError("the two label files share no posting id; label the same postings in both")
    for one, other in shared:
        if one.text != other.text:
            raise InputError(f"posting {one.id!r} has different texts in the two label files; label one text")
    kinds = labelled_kinds([*first, *second], taxonomy)
    judged = [_judged(one, other, taxonomy, matching or Matching(), kinds) for one, other in shared]
    scores = score(judged, bootstrap=bootstrap)
    found = [fact for posting in judged for fact in posting.facts if fact.verdict == "found"]
    skills = [fact for fact in found if fact.field == "skill"]
    languages = [fact for fact in found if fact.field == "language"]
    return Agreement(
        postings=len(shared),
        only_first=len(first) - len(shared),
        only_second=len(second) - len(shared),
        metrics={name: scores[name] for name in AGREED_METRICS if name in scores},
        requirement=_levels((fact.requirement, fact.found_requirement) for fact in skills),
        language_requirement=_levels((fact.requirement, fact.found_requirement) for fact in languages),
        language_level=_levels((fact.level, fact.found_level) for fact in languages),
        disagreements=tuple(each for posting in judged for each in _disagreements(posting)),
    )


def _judged(
    one: LabelledPosting, other: LabelledPosting, taxonomy: Taxonomy, matching: Matching, kinds: Mapping[str, Kind]
) -> JudgedPosting:
    gold = labelled_facts(one, taxonomy)
    given = list(within_scope(labelled_facts(other, taxonomy), one, gold, taxonomy))
    facts = judge_facts(gold, given, text=one.text, taxonomy=taxonomy, matching=matching, kinds=kinds)
    return JudgedPosting(id=one.id, language=one.language, tags=one.tags, facts=tuple(facts))


def _levels(pairs: Iterable[tuple[str | None, str | None]]) -> LevelAgreement:
    given = [(one, other) for one, other in pairs if one is not None and other is not None]
    ours, theirs = [one for one, _ in given], [other for _, other in given]
    alike = sum(one == other for one, other in given) / len(given) if given else None
    return LevelAgreement(facts=len(given), alike=alike, kappa=cohen_kappa(ours, theirs))


def _disagreements(posting: JudgedPosting) -> Iterator[Disagreement]:
    for fact in posting.facts:
        if fact.field in {"skill", "responsibility", "language"} and (difference := _difference(fact)):
            yield Disagreement(posting=posting.id, field=fact.field, key=fact.key, difference=difference)


def _difference(fact: Judgement) -> str | None:
    if fact.verdict == "missed":
        return "only the first"
    if fact.verdict == "spurious":
        return "only the second"
    for one, other in ((fact.requirement, fact.found_requirement), (fact.level, fact.found_level)):
        if one is not None and other is not None and one != other:
            return f"{one} / {other}"
    return None
