"""Cited facts become grounded ones: a segment's number and a name become spans of the posting's text.

What a model says is believed only as far as the text bears it out. A technology must be named in the segment
that it cites, by its name, an alias, or the words that the model gave for it; else the segments around are
searched, then the whole posting, and what is found nowhere is `missing`. A concept or a soft skill may be
proved in other words (status ``segment``). A human language must be named as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from jdextract.engines.llm.language_spellings import language_pattern
from jdextract.engines.llm.wire import DutyItem, Items, LanguageItem, SkillItem
from jdextract.models import (
    Category,
    Evidence,
    EvidenceStatus,
    Kind,
    LanguageRequirement,
    Responsibility,
    Skill,
    Surface,
)
from jdextract.segments import Segment, find_name, is_whole_name
from jdextract.taxonomy import SkillEntry, Taxonomy, name_key

Span = tuple[int, int]

_MISSING = Evidence()
_NEARBY = 2
"""Segments before and after the cited one that are searched first: off by one is a model's commonest slip."""

_JOINER = r"[\s\-_/.\u200b\u00ad]*"
_WORD = re.compile(r"\w+[+#]*")
_GLUED_BEFORE = re.compile(r"(?:with|and|or|in|using|mit|und|oder)$")
_GLUED_AFTER = re.compile(r"(?:with|and|or|in|und|oder|mit)(?=[A-Z\s])")
_LIST_BEFORE = re.compile(r"(?:^|[,/|;:(•&+·–—*]|\b(?:or|and|oder|und))\s*$", re.IGNORECASE)
_LIST_AFTER = re.compile(r"\s*(?:$|[,/|;:)•&+·–—]|(?:or|and|oder|und)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as grounded; ``problem`` says, fit for the model, why its evidence is missing."""

    value: Skill | Responsibility | LanguageRequirement
    raw: str
    group: int | None = None
    problem: str | None = None


class Grounder:
    """Grounds items in postings; made once for a taxonomy, safe to share."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy

    def ground(self, items: Items, segments: Sequence[Segment]) -> list[Fact]:
        """The facts of ``items`` in ``segments``, which are numbered from 1 without gaps."""
        return [
            *(self._skill(item, segments) for item in items.skills),
            *(self._duty(item, segments) for item in items.duties),
            *(self._language(item, segments) for item in items.languages),
        ]

    def _skill(self, item: SkillItem, segments: Sequence[Segment]) -> Fact:
        entry = self._taxonomy.lookup(item.name)
        kind, category = (entry.kind, entry.category) if entry else classify(item)
        names = NameFinder.of(entry, item)
        cited = _cited(item.segment, segments)
        proof, span = cited, names.find(cited.text) if cited else None
        if span is None and (kind == "technology" or cited is None):
            proof, span = next(_find_around(names, item.segment, segments), (None, None))
        problem = None
        if proof is None:
            problem = f"line {item.segment} does not name {item.name}" if cited else _no_line(item.segment, segments)
        skill = Skill(
            name=entry.name if entry else item.name,
            kind=kind,
            known=entry is not None,
            category=category,
            requirement=item.requirement,
            surface=_surface(proof, span),
            evidence=_evidence(proof, "exact" if span else "segment"),
        )
        return Fact(skill, item.raw, item.group, problem)

    def _duty(self, item: DutyItem, segments: Sequence[Segment]) -> Fact:
        cited = _cited(item.segment, segments)
        named = cited and item.object and find_name(cited.text, (item.object,))
        duty = Responsibility(
            activity=item.activity,
            theme=self._taxonomy.activities[item.activity].theme,
            object=item.object,
            summary=item.summary,
            evidence=_evidence(cited, "exact" if named else "segment"),
        )
        return Fact(duty, item.raw, problem=None if cited else _no_line(item.segment, segments))

    def _language(self, item: LanguageItem, segments: Sequence[Segment]) -> Fact:
        pattern = language_pattern(item.language)
        cited = _cited(item.segment, segments)
        proof = cited
        if cited is None or (pattern and not pattern.search(cited.text)):
            around = _around(item.segment, segments) if pattern else iter(())
            proof = next((segment for segment in around if pattern and pattern.search(segment.text)), None)
        problem = None
        if proof is None:
            problem = f"line {item.segment} names no such language" if cited else _no_line(item.segment, segments)
        language = LanguageRequirement(
            language=item.language,
            level=item.level,
            requirement=item.requirement,
            evidence=_evidence(proof, "exact" if pattern else "segment"),
        )
        return Fact(language, item.raw, item.group, problem)


def classify(item: SkillItem) -> tuple[Kind, Category]:
    """Kind and category of a name that the taxonomy lacks: as the model said, else by its spelling.

    The wire form has concepts and soft skills in lower case, so a capital or a digit marks a technology,
    unless a plain noun ends the name ("UX design", "LLM evaluation").
    """
    category = item.category
    kind = item.kind
    if kind is None:
        marked = any(letter.isupper() or letter.isdigit() for letter in item.name)
        first, *_, last = (item.name.split() or [""]) * 2
        noun = first != item.name and len(last) > 3 and last.isalpha() and last.islower()
        kind = "soft" if category == "soft_skills" else "technology" if marked and not noun else "concept"
    return kind, category or ("soft_skills" if kind == "soft" else "other")


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds one skill in texts: free spellings, guarded ones (ordinary words too), and the model's own words.

    ``said`` is what else the model said: its own form of the name ("Java 17"), the words that it gave.
    """

    free: tuple[str, ...]
    guarded: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: SkillEntry | None, item: SkillItem) -> NameFinder:
        """The finder for ``item``, which names ``entry`` where the taxonomy has it."""
        spellings = entry.names if entry else (item.name,)
        said = (item.words,) if item.words and _related(item.words, spellings) else ()
        if entry is None or entry.guard is None:
            return cls(spellings, said=said if entry is None else (item.name, *said))
        forms = {form.casefold() for form in entry.guard.forms}
        if item.name.casefold() not in forms:
            said = (item.name, *said)
        free = tuple(name for name in spellings if name.casefold() not in forms)
        guarded = tuple(name for name in spellings if name.casefold() in forms)
        return cls(free, guarded, entry.guard.never, said)

    def find(self, text: str) -> Span | None:
        """The span of the name in ``text``; respelt names ("Node JS") and what the model said come last."""
        return (
            find_name(text, self.free)
            or self._find_guarded(text)
            or next((span for name in self.free if (span := _find_respelt(text, name))), None)
            or find_name(text, self.said)
            or next((span for name in self.free if (span := _find_glued(text, name))), None)
        )

    def _find_guarded(self, text: str) -> Span | None:
        """A guarded form as it is spelt, or in other letter case where it is an item of a list."""
        if not self.guarded or not find_name(text, self.guarded, strict=True):
            return None
        barred = [match.span() for phrase in self.never for match in _exact(phrase, ignore_case=True).finditer(text)]
        other_case: Span | None = None
        for form in self.guarded:
            for match in _exact(form, ignore_case=True).finditer(text):
                start, end = match.span()
                if not is_whole_name(text, start, end, strict=True):
                    continue
                if any(left <= start and end <= right for left, right in barred):
                    continue
                if match.group() == form:
                    return start, end
                if _LIST_BEFORE.search(text, 0, start) or _LIST_AFTER.match(text, end):
                    other_case = other_case or (start, end)
        return other_case


def _find_respelt(text: str, name: str) -> Span | None:
    pattern = _respelt(name)
    for match in pattern.finditer(text) if pattern else ():
        if is_whole_name(text, *match.span()):
            return match.span()
    return None


def _find_glued(text: str, name: str) -> Span | None:
    """``name`` where lost spaces glued it to a connecting word: "withC#andAngular"."""
    for match in _exact(name, ignore_case=False).finditer(text):
        start, end = match.span()
        before = not text[start - 1 : start].isalnum() or _GLUED_BEFORE.search(text, 0, start)
        after = not text[end : end + 1].isalnum() or _GLUED_AFTER.match(text, end)
        if before and after:
            return start, end
    return None


@lru_cache(maxsize=16_384)
def _respelt(name: str) -> re.Pattern[str] | None:
    """``name`` with any hyphens and spaces, or none, between its letters; with or without a plural s."""
    key = name_key(name)
    if len(key) < 4:
        return None
    stem = key.removesuffix("s")
    return re.compile(_JOINER.join(map(re.escape, stem)) + "s?", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def _exact(phrase: str, *, ignore_case: bool) -> re.Pattern[str]:
    return re.compile(re.escape(phrase), re.IGNORECASE if ignore_case else 0)


@lru_cache(maxsize=4_096)
def _related(words: str, names: tuple[str, ...]) -> bool:
    """Whether ``words`` can stand for one of ``names``: they share a word, initials, or most of their letters.

    Without this, any word of a segment would prove any technology.
    """
    said = {word.casefold() for word in _WORD.findall(words) if len(word) > 1}
    squeezed = name_key(words)
    for name in names:
        key = name_key(name)
        parts = _WORD.findall(name)
        if (
            said & {part.casefold() for part in parts if len(part) > 1}
            or (len(key) > 1 and key in squeezed)
            or (len(squeezed) > 2 and squeezed in key)
            or _initials(parts) == squeezed
            or _initials(_WORD.findall(words)) == key
            or SequenceMatcher(None, squeezed, key).ratio() >= 0.7
        ):
            return True
    return False


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""


def _cited(number: int, segments: Sequence[Segment]) -> Segment | None:
    return segments[number - 1] if 0 < number <= len(segments) else None


def _around(number: int, segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments near ``number``, nearest first, then all others in order; not the one of ``number``."""
    near = [number + step for distance in range(1, _NEARBY + 1) for step in (-distance, distance)]
    yield from (segments[index - 1] for index in near if 0 < index <= len(segments))
    seen = {number, *near}
    yield from (segment for segment in segments if segment.number not in seen)


def _find_around(names: NameFinder, number: int, segments: Sequence[Segment]) -> Iterator[tuple[Segment, Span]]:
    return ((segment, span) for segment in _around(number, segments) if (span := names.find(segment.text)))


def _surface(segment: Segment | None, span: Span | None) -> Surface | None:
    if segment is None or span is None:
        return None
    start, end = span
    return Surface(text=segment.text[start:end], start=segment.start + start, end=segment.start + end)


def _evidence(segment: Segment | None, status: EvidenceStatus) -> Evidence:
    if segment is None:
        return _MISSING
    return Evidence(segment=segment.number, text=segment.text, start=segment.start, end=segment.end, status=status)


def _no_line(number: int, segments: Sequence[Segment]) -> str:
    return f"there is no line {number}; the last is {len(segments)}"
