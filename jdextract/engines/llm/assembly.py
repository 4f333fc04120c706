"""Grounded facts of all turns and windows become one `Extraction`: merged, numbered, in order of appearance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from jdextract.engines.llm.grounding import Fact
from jdextract.models import REQUIREMENTS, Extraction, LanguageRequirement, Responsibility, Skill
from jdextract.taxonomy import name_key

GroupKey = tuple[Hashable, ...]
_Grouped = TypeVar("_Grouped", Skill, LanguageRequirement)


def assemble(windows: Sequence[Iterable[Fact]]) -> Extraction:
    """One extraction out of the facts of each window of a posting (most postings have one window).

    Of several facts about one thing the grounded one is kept, of these the one with the strongest
    requirement, of these the first; a language keeps a level that any of them states. Groups of
    alternatives are numbered anew from 1; a group of one is none.
    """
    skills: dict[str, tuple[Skill, GroupKey | None]] = {}
    languages: dict[str, tuple[LanguageRequirement, GroupKey | None]] = {}
    duties: dict[tuple[str, str], Responsibility] = {}
    for window, facts in enumerate(windows):
        for fact in facts:
            group = (window, type(fact.value), fact.group) if fact.group is not None else None
            match fact.value:
                case Skill() as skill:
                    key = name_key(skill.name)
                    if key not in skills or _rank(skill) < _rank(skills[key][0]):
                        skills[key] = (skill, group)
                case LanguageRequirement() as language:
                    _add_language(languages, language, group)
                case Responsibility() as duty:
                    phrase = (duty.object or duty.summary or "").casefold()
                    known = duties.get((duty.activity, phrase))
                    if known is None or (known.evidence.status == "missing" and duty.evidence.status != "missing"):
                        duties[duty.activity, phrase] = duty
    detailed = {activity for (activity, phrase), duty in duties.items() if phrase and duty.evidence.status != "missing"}
    ordered_skills = sorted(skills.values(), key=lambda pair: _position(pair[0]))
    ordered_languages = sorted(languages.values(), key=lambda pair: _position(pair[0]))
    numbers = _number_groups(group for _, group in (*ordered_skills, *ordered_languages))
    return Extraction(
        skills=tuple(_in_group(skill, group, numbers) for skill, group in ordered_skills),
        responsibilities=tuple(
            sorted(
                (duty for (activity, phrase), duty in duties.items() if phrase or activity not in detailed),
                key=_position,
            )
        ),
        languages=tuple(_in_group(language, group, numbers) for language, group in ordered_languages),
    )


def _rank(fact: Skill | LanguageRequirement) -> tuple[bool, int]:
    return fact.evidence.status == "missing", REQUIREMENTS.index(fact.requirement)


def _add_language(
    languages: dict[str, tuple[LanguageRequirement, GroupKey | None]],
    language: LanguageRequirement,
    group: GroupKey | None,
) -> None:
    if language.language in languages:
        other, other_group = languages[language.language]
        if _rank(language) >= _rank(other):
            language, other, group = other, language, other_group
        if language.level is None and other.level is not None and other.evidence.status != "missing":
            language = language.model_copy(update={"level": other.level})
    languages[language.language] = (language, group)


def _position(fact: Skill | Responsibility | LanguageRequirement) -> tuple[bool, int]:
    surface = fact.surface if isinstance(fact, Skill) else None
    start = surface.start if surface else fact.evidence.start
    return start is None, start or 0


def _number_groups(groups: Iterable[GroupKey | None]) -> dict[GroupKey, int]:
    members = Counter(group for group in groups if group is not None)  # in order of appearance
    return {group: number for number, group in enumerate((g for g, count in members.items() if count > 1), 1)}


def _in_group(fact: _Grouped, group: GroupKey | None, numbers: dict[GroupKey, int]) -> _Grouped:
    number = numbers.get(group) if group is not None else None
    return fact if number is None else fact.model_copy(update={"any_of": number})
