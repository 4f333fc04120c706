"""Labelled postings written for tests, and the outcomes of engines that read them well or badly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.report_errors import labelled_outcome
from jdextract.models import Evidence, Extraction, Outcome, Skill
from jdextract.taxonomy import Taxonomy

SENTENCES = {
    "required": "You need solid experience with {}.",
    "preferred": "Nice to have: {}.",
    "mentioned": "Our stack: {}.",
}
DUTIES = {
    "build_apis": "You build and maintain APIs for our partners.",
    "write_tests": "You write unit tests for all you ship.",
    "mentor": "You mentor junior engineers.",
    "deploy_services": "You deploy services to the cloud.",
    "code_review": "You take part in code reviews.",
}
LANGUAGES = {"de": "German", "en": "English", "fr": "French"}


def labelled(
    posting_id: str,
    skills: Sequence[tuple[str, str]] = (),
    duties: Sequence[str] = (),
    languages: Sequence[tuple[str, str | None, str]] = (),
    *,
    taxonomy: Taxonomy | None = None,
    **known: object,
) -> LabelledPosting:
    """A posting whose text says what its labels say, a line each."""
    taxonomy = taxonomy or Taxonomy.default()
    lines: list[str] = ["Backend Engineer at Quarrystone"]
    rows: dict[str, list[dict[str, object]]] = {"skills": [], "responsibilities": [], "languages": []}
    for name, requirement in skills:
        entry = taxonomy.lookup(name)
        lines.append(SENTENCES[requirement].format(name))
        values = (
            {"kind": entry.kind, "category": entry.category} if entry else {"kind": "technology", "category": "other"}
        )
        rows["skills"].append({"name": name, "requirement": requirement, "evidence": lines[-1], **values})
    for activity in duties:
        lines.append(DUTIES[activity])
        rows["responsibilities"].append({"activity": activity, "evidence": lines[-1]})
    for code, level, requirement in languages:
        lines.append(f"{LANGUAGES[code]} {level or ''} is {requirement}.")
        rows["languages"].append({"language": code, "level": level, "requirement": requirement, "evidence": lines[-1]})
    row = {"id": posting_id, "title": "Backend Engineer", "language": "en", "text": "\n".join(lines), **rows, **known}
    return LabelledPosting.model_validate(row)


def corpus(count: int = 24) -> list[LabelledPosting]:
    """Postings of many skills, requirement levels, duties and languages."""
    technologies = [
        "Python",
        "Go",
        "PostgreSQL",
        "Redis",
        "Docker",
        "Kubernetes",
        "Terraform",
        "GraphQL",
        "Kafka",
        "React",
    ]
    levels = ["required", "preferred", "mentioned"]
    return [
        labelled(
            f"p{number}",
            [(technologies[(number + step) % len(technologies)], levels[(number + step) % 3]) for step in range(5)],
            list(DUTIES)[number % 3 : number % 3 + 2],
            [("de", "C1" if number % 2 else None, "required")] if number % 3 == 0 else [],
            tags=["even" if number % 2 == 0 else "odd"],
        )
        for number in range(count)
    ]


def perfect(postings: Iterable[LabelledPosting], taxonomy: Taxonomy | None = None) -> list[Outcome]:
    """The outcomes of an engine that makes no mistake."""
    return [labelled_outcome(posting, taxonomy or Taxonomy.default()) for posting in postings]


def changed(outcomes: Iterable[Outcome], change: Callable[[Extraction], Extraction]) -> list[Outcome]:
    """The outcomes with every extraction changed."""
    return [
        outcome.model_copy(update={"extraction": change(outcome.extraction)}) if outcome.extraction else outcome
        for outcome in outcomes
    ]


def skill(
    name: str, text: str, *, requirement: str = "required", kind: str = "technology", category: str = "tools"
) -> Skill:
    """A skill that cites the whole of ``text``."""
    evidence = Evidence(segment=1, text=text, start=0, end=len(text), status="segment")
    return Skill.model_validate(
        {
            "name": name,
            "kind": kind,
            "category": category,
            "requirement": requirement,
            "evidence": evidence,
            "known": False,
        }
    )
