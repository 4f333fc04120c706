"""The public data model: what goes in (`Posting`), what comes out (`Extraction`, `Outcome`).

Field names and their order are the JSON contract of ``extractions.jsonl`` (schema version 1).
All offsets count Unicode code points in ``Posting.text``.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from typing import Any, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION = 1

Kind = Literal["technology", "concept", "soft"]
"""A named product or standard; a practice, method or field; a trait of the person."""

Requirement = Literal["required", "preferred", "mentioned"]
"""Demanded; nice to have; named only as the stack or in the duties."""

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2", "native"]
"""CEFR levels, and ``native``."""

Category = Literal[
    "languages_frameworks",
    "apis_architecture",
    "databases",
    "devops_cloud",
    "advanced_infrastructure",
    "testing_practices",
    "security",
    "data_engineering",
    "ai_ml",
    "domains",
    "tools",
    "soft_skills",
    "other",
]

Theme = Literal[
    "backend_development",
    "collaboration",
    "deployment_monitoring",
    "testing_documentation",
    "system_design",
    "domain_specific",
    "leadership_mentorship",
    "cross_functional",
    "niche_optimization",
    "other",
]

Activity = Literal[
    "build_apis",
    "build_services",
    "optimize_databases",
    "integrate_systems",
    "maintain_legacy",
    "work_cross_team",
    "code_review",
    "agile_process",
    "gather_requirements",
    "stakeholder_communication",
    "deploy_services",
    "implement_ci_cd",
    "monitor_operate",
    "manage_infrastructure",
    "write_tests",
    "write_documentation",
    "design_architecture",
    "ensure_reliability",
    "ensure_quality",
    "build_domain_systems",
    "compliance_risk",
    "lead_architecture",
    "mentor",
    "lead_team",
    "open_source",
    "prototype_ai",
    "build_frontend",
    "build_data_pipelines",
    "research_technology",
    "tune_performance",
    "secure_systems",
    "reduce_cost",
    "other",
]

DatePrecision = Literal["day", "month", "year"]
EvidenceStatus = Literal["exact", "segment", "missing"]
Status = Literal["ok", "failed", "skipped"]

REQUIREMENTS: tuple[Requirement, ...] = get_args(Requirement)
"""Strongest first."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)


_Built = TypeVar("_Built", bound=_Model)


def unchecked(model: type[_Built], **fields: Any) -> _Built:
    """A ``model`` of ``fields``, which must be all of its fields in their order and right: nothing is checked.

    For what is made by the thousand out of values that cannot be wrong; it takes a third of the time.
    `pydantic.BaseModel.model_construct`, which looks for defaults and aliases, takes longer than checking does.
    """
    built = model.__new__(model)
    _set(built, "__dict__", fields)
    _set(built, "__pydantic_fields_set__", _fields_of(model))
    _set(built, "__pydantic_extra__", None)
    _set(built, "__pydantic_private__", None)
    return built


_set = object.__setattr__  # the models are frozen


@cache
def _fields_of(model: type[BaseModel]) -> set[str]:
    """The names of all fields, which all that is built shares: nothing is set on the frozen models, and copies have their own."""
    return set(model.model_fields)


class Posting(_Model):
    """One job posting: its verbatim text and what is known about it.

    ``posted_at`` is the first day of the period that ``date_precision`` names. ``country`` is ISO 3166-1
    alpha-2, ``language`` ISO 639-1. ``duplicate_of`` is the id of the posting that this one repeats:
    of those read, the first. Offsets everywhere count Unicode code points in ``text``.

    Example:
        >>> posting = Posting(id="p1", title="Backend Engineer", country="DE", text="You know Python.")
        >>> posting.text_sha256[:8]
        'd0cb8f3e'
    """

    id: str = Field(min_length=1)
    title: str | None = None
    company: str | None = None
    location: str | None = None
    country: str | None = None
    posted_at: date | None = None
    date_precision: DatePrecision | None = None
    language: str | None = None
    role: str | None = None
    seniority: str | None = None
    source: str | None = None
    text: str = ""
    text_sha256: str = ""
    duplicate_of: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _hash_text(cls, data: object) -> object:
        if isinstance(data, dict) and not data.get("text_sha256"):
            text = data.get("text") or ""
            return {**data, "text": text, "text_sha256": hashlib.sha256(str(text).encode()).hexdigest()}
        return data


class Surface(_Model):
    """The words in a posting that name a skill: ``posting.text[start:end] == text``."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Evidence(_Model):
    """The segment of a posting that proves a fact: ``posting.text[start:end] == text``.

    ``status`` is ``exact`` where the fact's own words stand in the segment, ``segment`` where the segment
    proves it in other words, and ``missing`` where the cited segment does not exist or says nothing of
    the kind; then ``text``, ``start`` and ``end`` are ``None``, and the fact is left out of all counts.
    ``text`` alone is ``None`` in results that were written without texts.

    Raises:
        ValidationError: of pydantic, where a status and its offsets do not agree.

    Example:
        >>> Evidence(segment=1, text="You know Python.", start=0, end=16, status="exact").status
        'exact'
        >>> Evidence().status
        'missing'
    """

    segment: int | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    status: EvidenceStatus = "missing"

    @model_validator(mode="after")
    def _missing_has_no_span(self) -> Self:
        if self.status == "missing":
            if (self.text, self.start, self.end) != (None, None, None):
                raise ValueError("missing evidence has no text and no offsets")
        elif self.start is None or self.end is None:
            raise ValueError(f"evidence with status {self.status!r} needs start and end")
        return self


class Skill(_Model):
    """A technology, concept or soft skill that the posting asks for or names.

    ``known`` says whether the taxonomy has the name; ``any_of`` numbers a group of alternatives within
    the posting ("Go, Java or Kotlin"), from 1.

    Example:
        >>> proof = Evidence(segment=1, text="You know Python.", start=0, end=16, status="exact")
        >>> Skill(
        ...     name="Python", kind="technology", category="languages_frameworks", requirement="required", evidence=proof
        ... ).requirement
        'required'
    """

    name: str = Field(min_length=1)
    kind: Kind
    known: bool = True
    category: Category
    requirement: Requirement
    any_of: int | None = None
    surface: Surface | None = None
    evidence: Evidence


class Responsibility(_Model):
    """A duty of the person hired, as one of the closed list of activities.

    ``object`` is what the duty acts on ("banking software"); ``summary`` says in a few words what an
    ``other`` activity is.

    Example:
        >>> proof = Evidence(segment=1, text="You review code.", start=0, end=16, status="segment")
        >>> Responsibility(activity="code_review", theme="collaboration", evidence=proof).activity
        'code_review'
    """

    activity: Activity
    theme: Theme
    object: str | None = None
    summary: str | None = None
    evidence: Evidence


class LanguageRequirement(_Model):
    """A human language that the posting asks for. ``language`` is ISO 639-1, ``level`` CEFR or ``native``.

    Example:
        >>> proof = Evidence(segment=1, text="German at B2", start=0, end=12, status="exact")
        >>> LanguageRequirement(language="de", level="B2", requirement="required", evidence=proof).level
        'B2'
    """

    language: str = Field(pattern=r"^[a-z]{2}$")
    level: Level | None = None
    requirement: Requirement
    any_of: int | None = None
    evidence: Evidence


class Extraction(_Model):
    """What one posting asks for, in order of appearance; one entry a thing.

    Example:
        >>> from jdextract import extract
        >>> [outcome] = extract([Posting(id="p1", text="You know Python and fluent English.")], model="lexicon")
        >>> [skill.name for skill in outcome.extraction.skills]
        ['Python']
        >>> [(spoken.language, spoken.level) for spoken in outcome.extraction.languages]
        [('en', 'C1')]
    """

    skills: tuple[Skill, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    languages: tuple[LanguageRequirement, ...] = ()


class Usage(_Model):
    """Tokens and cost over all attempts for one posting; ``cost_usd`` is ``None`` where no price is known."""

    input_tokens: int = Field(default=0, ge=0)
    cached_input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    cost_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """Sum two usages; an unknown cost of anything that used tokens makes the sum's cost unknown."""
        if not other.total_tokens and other.cost_usd is None:
            return self
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=_sum_costs(self, other),
        )

    @property
    def total_tokens(self) -> int:
        """Input and output tokens together; cached input tokens are part of the input tokens."""
        return self.input_tokens + self.output_tokens


def _sum_costs(*usages: Usage) -> float | None:
    spent = [usage for usage in usages if usage.total_tokens or usage.cost_usd is not None]
    if not spent or any(usage.cost_usd is None for usage in spent):
        return None
    return sum(usage.cost_usd or 0.0 for usage in spent)


class Failure(_Model):
    """Why a posting has no extraction: a stable ``kind`` to branch on and a message for people."""

    kind: str
    message: str


class Outcome(_Model):
    """What became of one posting: a line of ``extractions.jsonl``.

    ``status`` is ``ok`` with an ``extraction``, ``failed`` with an ``error``, or ``skipped`` for want of text;
    ``attempts`` counts the calls that were made, 0 for the lexicon and for answers out of the cache.

    Example:
        >>> from jdextract import extract
        >>> read, empty = extract([Posting(id="p1", text="You know Python."), Posting(id="p2")], model="lexicon")
        >>> (read.status, empty.status, empty.error.kind)
        ('ok', 'skipped', 'empty_text')
    """

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    posting: Posting
    status: Status
    engine: str
    prompt: str | None = None
    cached: bool = False
    attempts: int = Field(default=0, ge=0)
    usage: Usage = Usage()
    extraction: Extraction | None = None
    error: Failure | None = None

    @property
    def ok(self) -> bool:
        """Whether the posting was read."""
        return self.status == "ok"
