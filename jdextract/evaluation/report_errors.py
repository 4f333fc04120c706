"""How far the breakdown of the extractions is from the breakdown of the labels: does the report come out right?

An engine may miss a skill in many postings and still rank it right, or be right in nearly every posting and push
one skill over the threshold of "common". These figures are of the whole corpus and have no interval: resampled
shares differ from the labels' by chance alone, which would pass for error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from jdextract.breakdown import Breakdown, break_down
from jdextract.evaluation.facts import UNSTATED, labelled_facts
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.statistics import spearman
from jdextract.models import (
    Evidence,
    Extraction,
    LanguageRequirement,
    Outcome,
    Responsibility,
    Skill,
)
from jdextract.taxonomy import Taxonomy

_SHOWN = 10


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ShareError(_Figures):
    """A line of the report: its share by the labels and by the engine, and whether each calls it common."""

    name: str
    labelled: float
    found: float
    common_labelled: bool
    common_found: bool


class ReportError(_Figures):
    """The report's lines of one kind. Shares are between 0 and 1.

    ``common_agreement`` is the share of lines on which labels and engine agree that they are common or
    uncommon, ``common_f1`` the F1 of the set of common ones; ``share_error`` the mean absolute difference of
    shares over all lines that either has, ``share_error_common`` the same over the lines that are common by
    the labels; ``rank_correlation`` Spearman's rho of the shares (``None`` below three lines).
    """

    lines: int
    common: int
    common_agreement: float | None
    common_f1: float | None
    share_error: float | None
    share_error_common: float | None
    rank_correlation: float | None
    worst: tuple[ShareError, ...] = ()


def report_errors(
    labelled: Sequence[LabelledPosting], outcomes: Mapping[str, Outcome], *, taxonomy: Taxonomy
) -> dict[str, ReportError]:
    """The error of the report's skills, responsibilities and languages, as far as all postings are labelled with them.

    Postings that failed are in neither report, as in the report that a user gets.
    """
    read = [posting for posting in labelled if (outcome := outcomes.get(posting.id)) is not None and outcome.ok]
    fields = [
        field
        for field in ("skills", "responsibilities", "languages")
        if read and all(getattr(posting, field) is not None for posting in read)
    ]
    if any(posting.scope is not None or posting.kinds is not None for posting in read) and "skills" in fields:
        fields.remove("skills")  # the engine's report has lines that nobody looked for
    if not fields:
        return {}
    common = {"taxonomy": taxonomy, "min_support": 1, "today": date.min}
    gold = break_down([labelled_outcome(posting, taxonomy) for posting in read], **common)  # type: ignore[arg-type]
    found = break_down([outcomes[posting.id] for posting in read], **common)  # type: ignore[arg-type]
    return {field: _compare(_lines(gold, field), _lines(found, field)) for field in fields}


def labelled_outcome(posting: LabelledPosting, taxonomy: Taxonomy) -> Outcome:
    """The labels as a perfect engine would give them."""
    skills: list[Skill] = []
    duties: list[Responsibility] = []
    languages: list[LanguageRequirement] = []
    for fact in labelled_facts(posting, taxonomy):
        start, end = fact.spans[0] if fact.spans else (0, len(posting.text))
        evidence = Evidence(text=posting.text[start:end], start=start, end=end, status="segment")
        requirement = fact.requirement or "mentioned"
        if fact.field == "skill":
            values: dict[str, Any] = {
                "name": fact.name,
                "kind": fact.kind,
                "category": fact.category,
                "known": fact.known,
            }
            skills.append(Skill.model_validate({**values, "requirement": requirement, "evidence": evidence}))
        elif fact.field == "responsibility":
            duty: dict[str, Any] = {
                "activity": fact.key,
                "theme": fact.category,
                "summary": fact.summary,
                "evidence": evidence,
            }
            duties.append(Responsibility.model_validate(duty))
        else:
            level = None if fact.level == UNSTATED else fact.level
            values = {"language": fact.key, "level": level, "requirement": requirement, "evidence": evidence}
            languages.append(LanguageRequirement.model_validate(values))
    extraction = Extraction(skills=tuple(skills), responsibilities=tuple(duties), languages=tuple(languages))
    return Outcome(posting=posting.posting, status="ok", engine="labels", extraction=extraction)


def _lines(breakdown: Breakdown, field: str) -> dict[str, tuple[float, bool]]:
    if field == "skills":
        return {line.name: (line.share, line.common) for line in breakdown.skills}
    if field == "responsibilities":
        return {line.activity: (line.share, line.common) for line in breakdown.responsibilities}
    return {line.language: (line.share, line.share >= breakdown.common_at) for line in breakdown.languages}


def _compare(gold: Mapping[str, tuple[float, bool]], found: Mapping[str, tuple[float, bool]]) -> ReportError:
    nothing = (0.0, False)
    lines = [
        ShareError(name=name, labelled=one[0], found=other[0], common_labelled=one[1], common_found=other[1])
        for name in sorted(gold.keys() | found.keys())
        for one, other in [(gold.get(name, nothing), found.get(name, nothing))]
    ]
    errors = [abs(line.labelled - line.found) for line in lines]
    labelled_common = [abs(line.labelled - line.found) for line in lines if line.common_labelled]
    both = sum(line.common_labelled and line.common_found for line in lines)
    either = sum(line.common_labelled for line in lines) + sum(line.common_found for line in lines)
    worst = sorted(lines, key=lambda line: (-abs(line.labelled - line.found), line.name))[:_SHOWN]
    return ReportError(
        lines=len(lines),
        common=len(labelled_common),
        common_agreement=_mean([float(line.common_labelled == line.common_found) for line in lines]),
        common_f1=2 * both / either if either else None,
        share_error=_mean(errors),
        share_error_common=_mean(labelled_common),
        rank_correlation=spearman([line.labelled for line in lines], [line.found for line in lines]),
        worst=tuple(line for line in worst if line.labelled != line.found),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
