"""Labelled postings: what a correct extraction of each is, validated line by line."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from jdextract.errors import InputError
from jdextract.models import Activity, Category, Kind, Level, Posting, Requirement

LabelField = Literal["skills", "responsibilities", "languages"]
"""What can be labelled and scored on its own."""

LABEL_FIELDS: tuple[LabelField, ...] = get_args(LabelField)

SpanType = Literal["technology", "concept", "soft", "hard", "skill", "competence", "responsibility", "language"]
"""What a labelled span stands for: a kind of skill; ``hard`` technologies and concepts; ``skill`` any skill;
``competence`` soft skills and duties in one (as SkillSpan has it)."""

_MAX_PROBLEMS = 20


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SkillLabel(_Label):
    """A skill that the posting asks for; what a reader of another format cannot tell is ``None``."""

    name: str = Field(min_length=1)
    kind: Kind | None = None
    category: Category | None = None
    requirement: Requirement | None = None
    any_of: int | None = None
    evidence: str | None = Field(default=None, min_length=1)


class ResponsibilityLabel(_Label):
    """A duty that the posting states; ``summary`` says what an ``other`` duty is."""

    activity: Activity
    object: str | None = None
    summary: str | None = None
    evidence: str | None = Field(default=None, min_length=1)


class LanguageLabel(_Label):
    """A human language that the posting asks for."""

    language: str = Field(pattern=r"^[a-z]{2}$")
    level: Level | None = None
    requirement: Requirement | None = None
    any_of: int | None = None
    evidence: str | None = Field(default=None, min_length=1)


class SpanLabel(_Label):
    """A marked stretch of the text, ``text[start:end]``."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    type: SpanType


class LabelledPosting(BaseModel):
    """A posting with what is right about it.

    A field that is ``None`` was not labelled and is not scored; an empty one says that there is nothing.
    ``scope`` holds the names that the annotator looked for, where it was a closed list, and ``kinds`` the
    kinds: whatever an engine finds beyond them is not judged. ``prefilled_by`` names the engine whose
    answers wait for correction. Other keys of a row are ignored, unless they look like a misspelt one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    title: str | None = None
    company: str | None = None
    location: str | None = None
    posted_at: date | None = None
    language: str | None = None
    text: str = Field(min_length=1)
    tags: tuple[str, ...] = ()
    split: str | None = None
    skills: tuple[SkillLabel, ...] | None = None
    responsibilities: tuple[ResponsibilityLabel, ...] | None = None
    languages: tuple[LanguageLabel, ...] | None = None
    spans: tuple[SpanLabel, ...] | None = None
    scope: tuple[str, ...] | None = None
    kinds: tuple[Kind, ...] | None = None
    prefilled_by: str | None = None

    @field_validator("posted_at", mode="before")
    @classmethod
    def _whole_date(cls, value: object) -> object:
        if isinstance(value, str) and 4 <= len(value) < 10:  # "2025" and "2025-03" stand for their first day
            return f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"
        return value or None

    @model_validator(mode="after")
    def _evidence_is_verbatim(self) -> Self:
        for name in LABEL_FIELDS:
            for number, label in enumerate(getattr(self, name) or ()):
                if label.evidence is not None and label.evidence not in self.text:
                    raise ValueError(
                        f"{name}[{number}].evidence {_short(label.evidence)!r} does not stand in the text; "
                        "copy it character for character"
                    )
        for number, span in enumerate(self.spans or ()):
            if not span.start < span.end <= len(self.text):
                raise ValueError(
                    f"spans[{number}] {span.start}..{span.end} is no stretch of the {len(self.text)} characters"
                )
        if all(getattr(self, name) is None for name in (*LABEL_FIELDS, "spans")):
            raise ValueError(f"nothing is labelled; give one of {', '.join(LABEL_FIELDS)} (an empty list says: none)")
        return self

    @property
    def posting(self) -> Posting:
        """The posting alone, as an engine gets it."""
        return Posting(
            id=self.id,
            title=self.title,
            company=self.company,
            location=self.location,
            posted_at=self.posted_at,
            language=self.language if self.language and len(self.language) == 2 else None,
            text=self.text,
        )


_OWN_KEYS = frozenset(LabelledPosting.model_fields)


def validate_rows(
    rows: Iterable[tuple[int, Mapping[str, Any]]], *, origin: str, complete: bool = False
) -> list[LabelledPosting]:
    """Labelled postings out of numbered ``rows``.

    Args:
        rows: a line number and a row in the shape of `LabelledPosting`, each.
        origin: the file's name, for messages.
        complete: every label has its kind, category, requirement and evidence, as the labelling guide asks.

    Raises:
        InputError: rows are not valid; the message names file and line of each (the first twenty).
    """
    postings: list[LabelledPosting] = []
    problems: list[str] = []
    first_seen: dict[str, int] = {}
    for line, row in rows:
        try:
            labelled = _validate(row, complete=complete)
        except _RowError as error:
            problems += [f"{origin}, line {line}: {problem}" for problem in error.problems]
            continue
        if labelled.id in first_seen:
            problems.append(
                f"{origin}, line {line}: id {labelled.id!r} stands on line {first_seen[labelled.id]} already"
            )
            continue
        first_seen[labelled.id] = line
        postings.append(labelled)
    if problems:
        more = f"\n… and {len(problems) - _MAX_PROBLEMS} more" if len(problems) > _MAX_PROBLEMS else ""
        raise InputError("\n".join(problems[:_MAX_PROBLEMS]) + more)
    return postings


class _RowError(Exception):
    def __init__(self, problems: list[str]) -> None:
        self.problems = problems


def _validate(row: Mapping[str, Any], *, complete: bool) -> LabelledPosting:
    if not isinstance(row, Mapping):
        raise _RowError([f"expected an object with id, text and labels, got {_short(str(row))!r}"])
    for key in row.keys() - _OWN_KEYS:
        if close := difflib.get_close_matches(str(key), _OWN_KEYS, n=1, cutoff=0.85):
            raise _RowError([f"unknown key {key!r}; did you mean {close[0]!r}?"])
    try:
        labelled = LabelledPosting.model_validate(row)
    except ValidationError as error:
        raise _RowError([_problem(item) for item in error.errors()]) from error
    problems = [*_repeated(labelled), *(_incomplete(labelled) if complete else ())]
    if problems:
        raise _RowError(problems)
    return labelled


def _problem(item: Any) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in item["loc"]).lstrip(".")
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "extra_forbidden":
        return f"{where}: unknown key; remove it or correct its spelling"
    given = f", got {_short(str(item['input']))!r}" if where and item["type"] != "missing" else ""
    return f"{where}: {message}{given}" if where else message


def _repeated(labelled: LabelledPosting) -> Iterable[str]:
    """A thing is labelled once a posting, with the evidence of its strongest requirement."""
    for name, keys in (
        ("skills", [skill.name.casefold() for skill in labelled.skills or ()]),
        ("languages", [language.language for language in labelled.languages or ()]),
    ):
        seen: dict[str, int] = {}
        for number, key in enumerate(keys):
            if key in seen:
                yield f"{name}[{number}] repeats {name}[{seen[key]}] ({key!r}); label a thing once a posting"
            seen.setdefault(key, number)


def _incomplete(labelled: LabelledPosting) -> Iterable[str]:
    needed = {"skills": ("category", "requirement", "evidence"), "languages": ("requirement", "evidence")}
    for name in LABEL_FIELDS:
        for number, label in enumerate(getattr(labelled, name) or ()):
            missing = [key for key in needed.get(name, ("evidence",)) if getattr(label, key) is None]
            if missing:
                yield f"{name}[{number}] lacks {', '.join(missing)}"


def label_fingerprint(postings: Iterable[LabelledPosting], rules: str = "") -> str:
    """A SHA-256 that changes whenever any posting or label or the rules of matching do; order is of no account."""
    rows = sorted(
        json.dumps(posting.model_dump(mode="json", exclude={"prefilled_by"}), sort_keys=True, ensure_ascii=False)
        for posting in postings
    )
    return hashlib.sha256("\n".join([*rows, rules]).encode()).hexdigest()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
