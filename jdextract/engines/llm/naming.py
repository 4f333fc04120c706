"""Where a line of a posting names a skill: by spelling, respelt, glued to its neighbours, or in the model's words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from jdextract.engines.llm.wire import SkillItem
from jdextract.models import Evidence, EvidenceStatus
from jdextract.segments import Segment, find_name, is_whole_name
from jdextract.taxonomy import SkillEntry, name_key

Span = tuple[int, int]

_JOINERS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000 -_/.\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SQUEEZE = dict.fromkeys(map(ord, _JOINERS + "".join(map(chr, range(0x2000, 0x200B)))))
_STEM, _SHORTEST_WORD = 4, 3  # letters
_WORD = re.compile(r"\w+[+#]*")
_GLUED_BEFORE = re.compile(r"(?:with|and|or|in|using|mit|und|oder)$")
_GLUED_AFTER = re.compile(r"(?:with|and|or|in|und|oder|mit)(?=[A-Z\s])")
_GLUED_VERSION = re.compile(r"\d+(?:\.\d+)*(?!\w)")
_IN_SENTENCE = re.compile(r"[^\W\d_],? $")
_LIST_BEFORE = re.compile(r"(?:^|[,/|;:(•&+·–—*]|\b(?:or|and|oder|und))\s*$", re.IGNORECASE)
_LIST_AFTER = re.compile(r"\s*(?:$|[,/|;:)•&+·–—]|(?:or|and|oder|und)\b)", re.IGNORECASE)


def squeeze(text: str) -> str:
    """``text`` without case, white space, hyphens, underscores, slashes, full stops and zero-width characters.

    What is not in the squeezed text under any spelling is not in the text: a cheap test before any pattern.
    """
    return text.casefold().translate(_SQUEEZE)


@dataclass(slots=True)
class Line:
    """A segment that is searched for many names and proves several facts, which share their ``evidence``."""

    segment: Segment
    evidence: dict[EvidenceStatus, Evidence] = field(default_factory=dict, init=False)
    _squeezed: str | None = field(default=None, init=False)

    @property
    def squeezed(self) -> str:
        """The segment's text, squeezed once."""
        if self._squeezed is None:
            self._squeezed = squeeze(self.segment.text)
        return self._squeezed

    def find_respelt(self, name: str) -> Span | None:
        """The span of ``name`` with any joiners, or none, between its letters, with or without a plural s."""
        stem = squeeze(name).removesuffix("s")
        if len(stem) < 3 or stem not in self.squeezed:
            return None
        text = self.segment.text
        folded: list[str] = []
        places: list[int] = []
        for place, letter in enumerate(text):
            for part in squeeze(letter):
                folded.append(part)
                places.append(place)
        squeezed = "".join(folded)
        at = squeezed.find(stem)
        while at >= 0:
            start, end = places[at], places[at + len(stem) - 1] + 1
            for stop in (end + 1, end):
                if stop <= len(text) and (stop == end or text[end] in "sS") and is_whole_name(text, start, stop):
                    return start, stop
            at = squeezed.find(stem, at + 1)
        return None

    def find_glued(self, name: str) -> Span | None:
        """The span of ``name`` where lost spaces glued it to a connecting word or a version: "withC#andAngular5"."""
        text = self.segment.text
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if _ends_before(text, start) and _begins_after(text, end, versioned=len(name) > 2 and name.isalpha()):
                return start, end
            start = text.find(name, start + 1)
        return None


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds one skill: free spellings and guarded ones (ordinary words too), each with its squeezed form.

    Made once a skill: `Line` and what the model said about the skill change from posting to posting. ``cues``
    prove the skill without being its name, so they are looked for where no name stands.
    """

    spellings: tuple[str, ...]
    free: tuple[tuple[str, str], ...]
    guarded: tuple[tuple[str, str], ...] = ()
    never: tuple[str, ...] = ()
    cues: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, entry: SkillEntry) -> NameFinder:
        """The finder for a skill of the taxonomy."""
        forms = {form.casefold() for form in entry.guard.forms} if entry.guard else set()
        free, guarded = _parted(entry.names, forms)
        cues, guarded_cues = _parted(entry.cues, forms)
        never = entry.guard.never if entry.guard else ()
        return cls(entry.wordings, free, guarded + guarded_cues, never, cues)

    @classmethod
    def of_name(cls, *names: str) -> NameFinder:
        """The finder for a skill that the taxonomy lacks."""
        return cls(names, tuple((name, squeeze(name)) for name in names))

    def find(self, line: Line, item: SkillItem) -> Span | None:
        """The span of the name in the line.

        Respelt names ("Node JS"), and what the model said ("Java 17", the words it gave), come last.
        """
        text, squeezed = line.segment.text, line.squeezed
        likely = [name for name, key in self.free if key in squeezed]
        if likely and (span := find_name(text, likely)):
            return span
        if self.guarded and (span := self._find_guarded(text, squeezed)):
            return span
        for name, key in self.free:
            if key.removesuffix("s") in squeezed and (span := line.find_respelt(name)):
                return span
        said = [words for words in self._said(item) if squeeze(words) in squeezed]
        if said and (span := find_name(text, said)):
            return span
        shown = [cue for cue, key in self.cues if key in squeezed]
        if shown and (span := find_name(text, shown)):
            return span
        return next((span for name in likely if (span := line.find_glued(name))), None)

    def _said(self, item: SkillItem) -> list[str]:
        folded = item.name.casefold()
        said = [] if any(folded == name.casefold() for name, _ in self.guarded) else [item.name]
        if item.words and are_related(item.words, self.spellings):
            said.append(item.words)
        return said

    def _find_guarded(self, text: str, squeezed: str) -> Span | None:
        """A guarded form as it is spelt, or in other letter case where it is an item of a list."""
        likely = [form for form, key in self.guarded if key in squeezed]
        if not likely or not find_name(text, likely, strict=True):
            return None
        barred = [match.span() for phrase in self.never for match in _phrase(phrase).finditer(text)]
        other_case: Span | None = None
        for form in likely:
            for match in _phrase(form).finditer(text):
                start, end = match.span()
                if not is_whole_name(text, start, end, strict=True):
                    continue
                spelt = match.group() == form or (len(form) > 1 and match.group() == form.upper() != text)
                if spelt and _IN_SENTENCE.search(text, 0, start):
                    return start, end  # a capital that only a name has there
                if any(left <= start and end <= right for left, right in barred):
                    continue
                if spelt:
                    return start, end
                if _LIST_BEFORE.search(text, 0, start) or _LIST_AFTER.match(text, end):
                    other_case = other_case or (start, end)
        return other_case


def _parted(names: Iterable[str], forms: Container[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """``names`` with their squeezed forms: those free of a guard, and those whose form one guards."""
    keyed = [(name, squeeze(name)) for name in names]
    return (
        tuple(pair for pair in keyed if pair[0].casefold() not in forms),
        tuple(pair for pair in keyed if pair[0].casefold() in forms),
    )


def shares_word(name: str, line: Line) -> bool:
    """Whether the beginning of any word of ``name`` stands in the line, also inside a compound."""
    stems = (word[:_STEM] for word in _WORD.findall(name.casefold()) if len(word) >= _SHORTEST_WORD)
    return any(stem in line.squeezed for stem in stems)


def _ends_before(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return not (before.isalnum() or before in "+#") or _GLUED_BEFORE.search(text, 0, start) is not None


def _begins_after(text: str, end: int, *, versioned: bool) -> bool:
    if not text[end : end + 1].isalnum() or _GLUED_AFTER.match(text, end):
        return True
    return versioned and _GLUED_VERSION.match(text, end) is not None


@lru_cache(maxsize=4_096)
def _phrase(phrase: str) -> re.Pattern[str]:
    return re.compile(re.escape(phrase), re.IGNORECASE)


@lru_cache(maxsize=4_096)
def are_related(words: str, names: tuple[str, ...]) -> bool:
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
            or (len(squeezed) > 2 and squeezed.removesuffix("s") in key)
            or _initials(parts) == squeezed
            or _initials(_WORD.findall(words)) == key
            or SequenceMatcher(None, squeezed, key).ratio() >= 0.7
        ):
            return True
    return False


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""
