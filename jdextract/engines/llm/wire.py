"""The wire form: what a model writes for one posting, and its parser.

The form is what is cheap and reliable to write: one string a fact, each beginning with the number of the
segment that proves it, skills grouped by how strongly they are asked for. ``evals/benchmarks/WIRE.md``
has its cost beside other forms. An answer::

    {
      "must":  ["4 Python", "4 Django |1", "4 Flask |1", "5 PostgreSQL", "7 communication"],
      "nice":  ["9 Terraform", "9 Kubernetes = K8 clusters", "10 Ledgerline #domains"],
      "named": ["12 code review"],
      "duties": ["12 code_review", "13 integrate_systems: banking software", "14 other: present at conferences"],
      "languages": ["8 en C1 must", "8 de nice"]
    }

The grammar of each string (square brackets: optional)::

    must, nice, named   SEGMENT NAME [|GROUP] [#CATEGORY[/KIND]] [= WORDS]
    duties              SEGMENT ACTIVITY[: OBJECT, or SUMMARY for the activity "other"]
    languages           SEGMENT CODE [LEVEL] must|nice|named [|GROUP]

``must``, ``nice`` and ``named`` are the requirements ``required``, ``preferred`` and ``mentioned``; facts
with one GROUP number are alternatives of each other. CATEGORY and KIND classify a name that the taxonomy
lacks. WORDS are the posting's own words where it uses neither the name nor an alias. All five keys are
required, so the schema is strict everywhere; it carries no ``pattern``, which not every server accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from jdextract.models import Activity, Category, Kind, LanguageRequirement, Level, Requirement, Responsibility, Skill

SCHEMA_NAME = "posting_facts"

LEVEL_KEYS: Mapping[str, Requirement] = {"must": "required", "nice": "preferred", "named": "mentioned"}
"""The wire's word for each requirement, strongest first."""

MAX_NAME = 80
"""Characters of a skill's name; what is longer is a sentence and no name."""

MAX_PHRASE = 160
"""Characters of an object, a summary or quoted words."""

_T = TypeVar("_T")
_WORD_OF: Mapping[Requirement, str] = {requirement: word for word, requirement in LEVEL_KEYS.items()}
_REQUIREMENT_OF = {**LEVEL_KEYS, **{requirement: requirement for requirement in get_args(Requirement)}}
_LEVELS: Mapping[str, Level] = {level.lower(): level for level in get_args(Level)}
_ACTIVITIES: Mapping[str, Activity] = {activity: activity for activity in get_args(Activity)}
_CATEGORIES: Mapping[str, Category] = {category: category for category in get_args(Category)}
_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
_SEGMENT = re.compile(r"\s*\[?(\d{1,7})\]?[:.)]?\s+(?=\S)")
_GROUP = re.compile(r"\s+\|\s*(\d{1,4})(?=\s|$)")
_CATEGORY = re.compile(r"(?:^|\s+)#([a-z_]+)(?:/([a-z]+))?(?=\s|$)")
# Models write the marks in any order: "9 Kubernetes = K8 clusters |1 #devops_cloud".
_MARKS_BEHIND_WORDS = re.compile(rf"(?:\s+(?:\|\s*\d{{1,4}}|#(?:{'|'.join(_CATEGORIES)})(?:/[a-z]+)?))+\s*\Z")
_NO_PLAIN_WORDS = re.compile(r"[<>|{}\x00-\x1f\x7f]|://|\A[=+\-@]|javascript:", re.IGNORECASE)
"""Markup, links and what a spreadsheet would run: no name, and nothing that a report should hold."""
_FENCE = re.compile(r"\A\s*```[a-zA-Z]*\s*(.*?)\s*```\s*\Z", re.DOTALL)


class Answer(BaseModel):
    """The facts of one posting as the model writes them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    must: list[str]
    nice: list[str]
    named: list[str]
    duties: list[str]
    languages: list[str]


def _array(description: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "description": description}


_PROPERTIES = {
    "must": _array('required skills: "SEGMENT NAME"'),
    "nice": _array('preferred skills: "SEGMENT NAME"'),
    "named": _array('skills named without demand: "SEGMENT NAME"'),
    "duties": _array('"SEGMENT ACTIVITY" or "SEGMENT ACTIVITY: OBJECT"'),
    "languages": _array('"SEGMENT CODE LEVEL must|nice|named"'),
}
ANSWER_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": _PROPERTIES,
    "required": list(_PROPERTIES),
    "additionalProperties": False,
}
"""The JSON schema of `Answer`, strict-schema safe; built once, since it is part of every request."""


class SkillItem(NamedTuple):
    """A skill as cited; ``category`` and ``kind`` only where the model gave them."""

    raw: str
    segment: int
    name: str
    requirement: Requirement
    group: int | None = None
    category: Category | None = None
    kind: Kind | None = None
    words: str | None = None


class DutyItem(NamedTuple):
    """A duty as cited."""

    raw: str
    segment: int
    activity: Activity
    object: str | None = None
    summary: str | None = None


class LanguageItem(NamedTuple):
    """A human language as cited."""

    raw: str
    segment: int
    language: str
    level: Level | None
    requirement: Requirement
    group: int | None = None


@dataclass(frozen=True, slots=True)
class InvalidItem:
    """A string that is no fact, and why."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Items:
    """An answer, parsed."""

    skills: tuple[SkillItem, ...] = ()
    duties: tuple[DutyItem, ...] = ()
    languages: tuple[LanguageItem, ...] = ()
    invalid: tuple[InvalidItem, ...] = ()


class WireError(ValueError):
    """An answer or one of its strings does not have the wire form; the message is fit for the model."""


def parse_answer(text: str) -> Items:
    """Parse an answer as received; a Markdown fence around the JSON is forgiven.

    Strings that are no facts are collected in ``invalid``.

    Raises:
        WireError: the text is not JSON, or not of `ANSWER_SCHEMA`.
    """
    try:
        answer = Answer.model_validate_json(strip_fence(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WireError(f"{where}: {first['msg']}" if where else first["msg"]) from error
    invalid: list[InvalidItem] = []
    skills: list[SkillItem] = []
    for word, requirement in LEVEL_KEYS.items():
        skills += _parse_all(getattr(answer, word), lambda raw, r=requirement: parse_skill(raw, r), invalid)
    duties = _parse_all(answer.duties, parse_duty, invalid)
    languages = _parse_all(answer.languages, parse_language, invalid)
    return Items(tuple(skills), tuple(duties), tuple(languages), tuple(invalid))


def strip_fence(text: str) -> str:
    """``text`` without the Markdown fence that some models put around JSON."""
    fenced = _FENCE.match(text)
    return fenced[1] if fenced else text


def _parse_all(strings: Iterable[str], parse: Any, invalid: list[InvalidItem]) -> list[Any]:
    items = []
    for raw in strings:
        try:
            items.append(parse(raw))
        except WireError as error:
            invalid.append(InvalidItem(raw, str(error)))
    return items


def parse_skill(raw: str, requirement: Requirement) -> SkillItem:
    """Parse ``"12 PostgreSQL |1 #databases = Postgre"``.

    Raises:
        WireError: it has no segment number or no name, or an unknown category or kind.
    """
    segment, rest = _cut_segment(raw)
    rest, _, words = rest.partition(" = ")
    if marks := _MARKS_BEHIND_WORDS.search(words):
        rest, words = rest + marks[0], words[: marks.start()]
    rest, group = _cut_group(rest)
    category: Category | None = None
    kind: Kind | None = None
    if "#" in rest and (found := _CATEGORY.search(rest)):
        category = _one_of(found[1], _CATEGORIES, "category")
        if found[2]:
            kind = _one_of(found[2], _KINDS, "kind")
        rest = rest[: found.start()] + rest[found.end() :]
    name = rest.strip()
    if not name or len(name) > MAX_NAME or _NO_PLAIN_WORDS.search(name):
        raise WireError("no name of a skill")
    return SkillItem(raw, segment, name, requirement, group, category, kind, words.strip()[:MAX_PHRASE] or None)


def parse_duty(raw: str) -> DutyItem:
    """Parse ``"7 integrate_systems: banking software"``.

    Raises:
        WireError: it has no segment number or an unknown activity, or ``other`` says not what.
    """
    segment, rest = _cut_segment(raw)
    head, _, phrase = rest.partition(":")
    activity = _one_of(head.strip().lower(), _ACTIVITIES, "activity")
    detail = phrase.strip()[:MAX_PHRASE] or None
    if detail and _NO_PLAIN_WORDS.search(detail):
        raise WireError("what stands behind the activity is no plain words")
    if activity != "other":
        return DutyItem(raw, segment, activity, object=detail)
    if detail is None:
        raise WireError('"other" needs a summary: "SEGMENT other: SUMMARY"')
    return DutyItem(raw, segment, activity, summary=detail)


def parse_language(raw: str) -> LanguageItem:
    """Parse ``"9 de C1 must"``; the words after the code may come in any order.

    Raises:
        WireError: it has no segment number, no two-letter code or no requirement, or an unknown level.
    """
    segment, rest = _cut_segment(raw)
    rest, group = _cut_group(rest)
    code, *words = rest.lower().split() or [""]
    if not re.fullmatch(r"[a-z]{2}", code):
        raise WireError(f"{code!r} is no ISO 639-1 code")
    level: Level | None = None
    requirement: Requirement | None = None
    for word in words:
        if word in _REQUIREMENT_OF:
            requirement = _REQUIREMENT_OF[word]
        elif word in _LEVELS:
            level = _LEVELS[word]
        elif word not in {"-", "null", "none"}:
            raise WireError(f"{word!r} is neither a level ({', '.join(get_args(Level))}) nor must, nice or named")
    if requirement is None:
        raise WireError("a language needs one of must, nice, named")
    return LanguageItem(raw, segment, code, level, requirement, group)


def _cut_segment(raw: str) -> tuple[int, str]:
    number = _SEGMENT.match(raw)
    if not number:
        raise WireError("it does not begin with the number of a segment")
    return int(number[1]), raw[number.end() :].rstrip()


def _cut_group(text: str) -> tuple[str, int | None]:
    group = _GROUP.search(text) if "|" in text else None
    return (text[: group.start()] + text[group.end() :], int(group[1])) if group else (text, None)


def _one_of(word: str, allowed: Mapping[str, _T], what: str) -> _T:
    try:
        return allowed[word]
    except KeyError:
        raise WireError(f"{word!r} is no {what}") from None


def write_skill(skill: Skill, *, classified: bool = False, quoted: bool = False) -> str:
    """The wire string of ``skill``, which goes under the key of its requirement.

    Args:
        skill: a grounded skill.
        classified: add category and kind (for a name that the taxonomy lacks).
        quoted: add the surface's words (where they are neither the name nor an alias).
    """
    text = f"{skill.evidence.segment} {skill.name}"
    if skill.any_of is not None:
        text += f" |{skill.any_of}"
    if classified:
        text += f" #{skill.category}/{skill.kind}"
    if quoted and skill.surface:
        text += f" = {' '.join(skill.surface.text.split())}"
    return text


def write_duty(duty: Responsibility) -> str:
    """The wire string of ``duty``."""
    detail = duty.summary if duty.activity == "other" else duty.object
    return f"{duty.evidence.segment} {duty.activity}" + (f": {detail}" if detail else "")


def write_language(language: LanguageRequirement) -> str:
    """The wire string of ``language``."""
    parts = [str(language.evidence.segment), language.language, language.level, _WORD_OF[language.requirement]]
    group = f"|{language.any_of}" if language.any_of is not None else None
    return " ".join(part for part in (*parts, group) if part)
