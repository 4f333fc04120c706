"""Corpora written for tests: postings with facts put into them, grounded in a text that really says them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jdextract.models import (
    Evidence,
    Extraction,
    LanguageRequirement,
    Outcome,
    Posting,
    Responsibility,
    Skill,
    Surface,
)
from jdextract.taxonomy import Taxonomy

TAXONOMY_YAML = """
groups:
  SQL databases: ""
  AWS services: ""
  IAM tools: ""
  IaC: ""
technology:
  Python: {category: languages_frameworks}
  Go: {category: languages_frameworks}
  Java: {category: languages_frameworks}
  Ruby: {category: languages_frameworks}
  Perl: {category: languages_frameworks}
  JavaScript: {category: languages_frameworks}
  Node.js: {category: languages_frameworks, implies: [JavaScript]}
  Django: {category: languages_frameworks, implies: [Python]}
  Flask: {category: languages_frameworks, implies: [Python]}
  FastAPI: {category: languages_frameworks, implies: [Python]}
  Django REST Framework: {category: languages_frameworks, implies: [Django]}
  PostgreSQL: {category: databases, groups: [SQL databases]}
  MySQL: {category: databases, groups: [SQL databases]}
  AWS: {category: devops_cloud}
  Amazon EC2: {category: devops_cloud, implies: [AWS], groups: [AWS services]}
  AWS Lambda: {category: advanced_infrastructure, implies: [AWS], groups: [AWS services]}
  Amazon S3: {category: devops_cloud, implies: [AWS], groups: [AWS services]}
  Docker: {category: devops_cloud}
  Terraform: {category: advanced_infrastructure, groups: [IaC]}
  Helm: {category: advanced_infrastructure, groups: [IaC]}
  GraphQL: {category: apis_architecture}
  pytest: {category: testing_practices}
  Okta: {category: security, groups: [IAM tools]}
  Auth0: {category: security, groups: [IAM tools]}
  Stripe: {category: domains}
concept:
  REST APIs: {category: apis_architecture}
  fintech: {category: domains}
  PCI DSS: {category: security}
  payment gateways: {category: domains}
  unit testing: {category: testing_practices}
soft:
  communication: {category: soft_skills}
  ownership: {category: soft_skills}
"""


def taxonomy(folder: Any) -> Taxonomy:
    """A taxonomy of thirty skills that does not change when the shipped one does."""
    path = folder / "taxonomy.yaml"
    path.write_text(TAXONOMY_YAML, encoding="utf-8")
    return Taxonomy.load(path, replace=True)


@dataclass
class Ad:
    """A posting to be written: what it asks for, and what is known about it."""

    required: Sequence[str] = ()
    preferred: Sequence[str] = ()
    mentioned: Sequence[str] = ()
    alternatives: Sequence[Sequence[str]] = ()
    duties: Sequence[str | tuple[str, str | None, Sequence[str]]] = ()
    """An activity, or an activity with its object and the skills named beside it."""
    other: Sequence[str] = ()
    languages: Sequence[tuple[str, str | None, str]] = ()
    missing: Sequence[str] = ()
    known: dict[str, Any] = field(default_factory=dict)


class Writer:
    """Writes ads as outcomes, with a text in which each fact has its line."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.written = 0

    def outcomes(self, ads: Iterable[Ad]) -> list[Outcome]:
        """An outcome for each ad."""
        return [self.outcome(ad) for ad in ads]

    def outcome(self, ad: Ad) -> Outcome:
        """The outcome of one ad."""
        self.written += 1
        lines: list[str] = []
        extraction = Extraction.model_validate(
            {
                "skills": [*self._skills(ad, lines)],
                "responsibilities": [*self._duties(ad, lines)],
                "languages": [*self._languages(ad, lines)],
            }
        )
        extraction = Extraction(
            skills=tuple(extraction.skills) + tuple(getattr(self, "_named", ())),
            responsibilities=extraction.responsibilities,
            languages=extraction.languages,
        )
        known = {"title": "Engineer", "company": f"Company {self.written}", "source": "board", **ad.known}
        posting = Posting.model_validate({"id": f"p{self.written}", **known, "text": "\n".join(lines)})
        return Outcome(posting=posting, status="ok", engine="test", extraction=extraction)

    def _skill(self, name: str, requirement: str, lines: list[str], **fields: Any) -> Skill:
        return self._skill_in(name, requirement, evidence(lines, f"{requirement}: {name}"), **fields)

    def _skill_in(self, name: str, requirement: str, proof: Evidence, **fields: Any) -> Skill:
        entry = self.taxonomy.skills.get(name)
        surface = None
        if proof.text is not None and proof.start is not None and name in proof.text:
            start = proof.start + proof.text.index(name)
            surface = Surface(text=name, start=start, end=start + len(name))
        return Skill(
            name=name,
            kind=entry.kind if entry else "technology",
            known=entry is not None,
            category=entry.category if entry else "other",
            requirement=requirement,  # type: ignore[arg-type]
            surface=surface,
            evidence=proof,
            **fields,
        )

    def _skills(self, ad: Ad, lines: list[str]) -> Iterable[Skill]:
        for requirement in ("required", "preferred", "mentioned"):
            for name in getattr(ad, requirement):
                yield self._skill(name, requirement, lines)
        for number, names in enumerate(ad.alternatives, 1):
            for name in names:
                yield self._skill(name, "required", lines, any_of=number)
        for name in ad.missing:
            yield self._skill_in(name, "required", Evidence(segment=99))

    def _duties(self, ad: Ad, lines: list[str]) -> Iterable[Responsibility]:
        self._named: list[Skill] = []
        named = {*ad.required, *ad.preferred, *ad.mentioned, *(name for names in ad.alternatives for name in names)}
        for duty in ad.duties:
            activity, thing, beside = (duty, None, ()) if isinstance(duty, str) else duty
            proof = evidence(lines, f"You {activity} {thing or ''} {' '.join(beside)}".strip())
            self._named += [self._skill_in(name, "mentioned", proof) for name in beside if name not in named]
            theme = self.taxonomy.activities[activity].theme
            yield Responsibility(activity=activity, theme=theme, object=thing, evidence=proof)  # type: ignore[arg-type]
        for summary in ad.other:
            proof = evidence(lines, f"You {summary}")
            yield Responsibility(activity="other", theme="other", summary=summary, evidence=proof)

    def _languages(self, ad: Ad, lines: list[str]) -> Iterable[LanguageRequirement]:
        for code, level, requirement in ad.languages:
            proof = evidence(lines, f"{requirement}: the language {code} at {level}")
            yield LanguageRequirement(language=code, level=level, requirement=requirement, evidence=proof)  # type: ignore[arg-type]


def evidence(lines: list[str], line: str) -> Evidence:
    """Add ``line`` to ``lines`` and point at it."""
    start = sum(len(earlier) + 1 for earlier in lines)
    lines.append(line)
    return Evidence(segment=len(lines), text=line, start=start, end=start + len(line), status="segment")


def market(size: int = 300, seed: int = 1) -> list[Ad]:
    """A market with everything in it that a breakdown can tell.

    Python leads (Django, Flask), PostgreSQL or MySQL in most, testing in six of ten; GraphQL rises and Perl falls
    between 2017 and 2026; Node.js in full-stack roles; German in Germany; Go or Java or Ruby beside Python;
    fintech with Stripe and payment gateways; APIs built in REST and GraphQL; banking software integrated; a duty
    outside the list.
    """
    chance = random.Random(seed)  # noqa: S311 - test data
    return [_market_ad(chance) for _ in range(size)]


def _market_ad(chance: random.Random) -> Ad:
    late, german, fintech = chance.random() < 0.5, chance.random() < 0.4, chance.random() < 0.06
    role = chance.choice(["backend", "fullstack", "data"])
    ad = Ad(
        known={
            "role": role,
            "country": "DE" if german else chance.choice(["US", "US", "GB"]),
            "language": "en",
            "posted_at": date(chance.choice((2025, 2026) if late else (2016, 2017)), chance.randint(1, 10), 1),
            "date_precision": "month",
            "seniority": chance.choice(["senior", "junior"]),
        }
    )
    frameworks = chance.sample(["Django", "Flask", "FastAPI"], k=chance.choice([0, 1, 2]))
    services = chance.sample(["Amazon EC2", "AWS Lambda", "Amazon S3"], k=chance.choice([0, 1, 2]))
    likely: list[tuple[float, str, list[str]]] = [
        (0.75, "required", ["Python", *frameworks]),
        (0.6, "required", [chance.choice(["PostgreSQL", "PostgreSQL", "MySQL"])]),
        (0.6, "required", [chance.choice(["unit testing", "pytest"])]),
        (0.03 if late else 0.35, "required", ["Perl"]),
        (0.7 if role == "fullstack" else 0.04, "required", ["Node.js"]),
        (1.0 if fintech else 0.0, "required", ["fintech", "Stripe", "payment gateways"]),
        (0.5, "required", ["communication"]),
        (0.45 if late else 0.04, "preferred", ["GraphQL"]),
        (0.1, "preferred", [chance.choice(["Okta", "Auth0"]), chance.choice(["Terraform", "Helm"])]),
        (0.55, "mentioned", ["AWS", *services]),
    ]
    for probability, requirement, names in likely:
        if chance.random() < probability:
            setattr(ad, requirement, [*getattr(ad, requirement), *names])
    if chance.random() < 0.08:
        ad.alternatives = [["Go", "Java", "Ruby"]]
        ad.required = list(dict.fromkeys([*ad.required, "Python"]))
    duties: list[tuple[float, tuple[str, str | None, Sequence[str]]]] = [
        (0.7, ("build_apis", None, ["REST APIs", "GraphQL"] if "GraphQL" in ad.preferred else ["REST APIs"])),
        (0.5, ("code_review", None, ())),
        (0.1, ("integrate_systems", "banking software", ())),
        (0.12, ("work_cross_team", "frontend and DevOps teams", ())),
    ]
    ad.duties = [duty for probability, duty in duties if chance.random() < probability]
    if chance.random() < 0.04:
        ad.other = [chance.choice(["plan the move of the data centre", "plan moving the data centre"])]
    if chance.random() < (0.6 if german else 0.02):
        ad.languages = [("de", chance.choice(["C1", "B2", None]), "required")]
    return ad
