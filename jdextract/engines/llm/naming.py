"""Where a line of a posting names a skill: by spelling, respelt, glued to its neighbours, or in the model's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from jdextract.engines.llm.wire import SkillItem
from jdextract.models import Evidence, EvidenceStatus
from jdextract.segments import Segment, find_name, is_whole_name
from jdextract.taxonomy import SkillEntry, name_key

Span = tuple[int, int]

_JOINERS = "-_/.\u200b\u200c\u200d\u2060\ufeff\u00ad"
_STEM, _SHORTEST_WORD = 4, 3  # letters
_WORD = re.compile(r"\w+[+#]*")
_GLUED_BEFORE = re.compile(r"(?:with|and|or|in|using|like|via|mit|und|oder|wie|für)$")
_GLUED_AFTER = re.compile(r"(?:with|and|or|in|und|oder|mit)(?=[A-Z\s])")
_GLUED_VERSION = re.compile(r"\d+(?:\.\d+)*(?!\w)")
_IN_SENTENCE = re.compile(r"[^\W\d_],? $")
_LIST_BEFORE = re.compile(r"(?:^|[,/|;:(•&+·–—*]|\b(?:or|and|oder|und))\s*$", re.IGNORECASE)
_LIST_AFTER = re.compile(r"\s*(?:$|[,/|;:)•&+·–—]|(?:or|and|oder|und)\b)", re.IGNORECASE)


def squeeze(text: str) -> str:
    """``text`` without case, white space, hyphens, underscores, slashes, full stops and zero-width characters.

    What is not in the squeezed text under any spelling is not in the text: a cheap test before any pattern.
    """
    squeezed = "".join(text.casefold().split())
    for joiner in _JOINERS:  # a fifth of the time that str.translate takes where a text is not all ASCII
        squeezed = squeezed.replace(joiner, "")
    return squeezed


_key = lru_cache(maxsize=16_384)(squeeze)  # of names, which come again and again


@dataclass(slots=True)
class Line:
    """A segment that is searched for many names and proves several facts, which share their ``evidence``."""

    segment: Segment
    evidence: dict[EvidenceStatus, Evidence] = field(default_factory=dict, init=False)
    _squeezed: str | None = field(default=None, init=False)
    _lowered: str | None = field(default=None, init=False)
    _origins: list[int] | None = field(default=None, init=False)

    @property
    def squeezed(self) -> str:
        """The segment's text, squeezed once."""
        if self._squeezed is None:
            self._squeezed = squeeze(self.segment.text)
        return self._squeezed

    @property
    def lowered(self) -> str:
        """The segment's text in lower case, letter for letter."""
        if self._lowered is None:
            text = self.segment.text
            lowered = text.lower()
            self._lowered = lowered if len(lowered) == len(text) else text  # a Turkish İ becomes two
        return self._lowered

    def places(self, words: str) -> Iterator[Span]:
        """The spans of ``words``, which are in lower case."""
        lowered = self.lowered
        start = lowered.find(words)
        while start >= 0:
            yield start, start + len(words)
            start = lowered.find(words, start + 1)

    def find_plain(self, names: Iterable[str]) -> Span | None:
        """The first span of any of ``names``, which are in lower case and spelt as the text has to spell them."""
        lowered, text = self.lowered, self.segment.text
        for name in names:
            if name in lowered:
                for start, end in self.places(name):
                    if is_whole_name(text, start, end):
                        return start, end
        return None

    def find_respelt(self, name: str) -> Span | None:
        """The span of ``name`` with any joiners, or none, between its letters, with or without a plural s."""
        stem = _key(name).removesuffix("s")
        if len(stem) < 3 or stem not in self.squeezed:
            return None
        text, squeezed, places = self.segment.text, self.squeezed, self._places()
        at = squeezed.find(stem)
        while at >= 0:
            start, end = places[at], places[at + len(stem) - 1] + 1
            for stop in (end + 1, end):
                if stop <= len(text) and (stop == end or text[end] in "sS") and is_whole_name(text, start, stop):
                    return start, stop
            at = squeezed.find(stem, at + 1)
        return None

    def _places(self) -> list[int]:
        """Where in the text each letter of the squeezed text comes from."""
        if self._origins is None:
            self._origins = [place for place, letter in enumerate(self.segment.text) for _ in _key(letter)]
        return self._origins

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


@dataclass(frozen=True)
class NameFinder:
    """Finds one skill: ``free`` spellings, and ``guarded`` ones, which are ordinary words too.

    Made once a skill: `Line` and what the model said about the skill change from posting to posting. ``cues``
    prove the skill without being its name, so they are looked for where no name stands.
    """

    spellings: tuple[str, ...]
    free: tuple[str, ...]
    guarded: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: SkillEntry) -> NameFinder:
        """The finder for a skill of the taxonomy."""
        if entry.guard is None:
            return cls(entry.wordings, entry.names, cues=entry.cues)
        forms = {form.casefold() for form in entry.guard.forms}
        free, cues = (tuple(n for n in names if n.casefold() not in forms) for names in (entry.names, entry.cues))
        guarded = tuple(name for name in (*entry.names, *entry.cues) if name.casefold() in forms)
        return cls(entry.wordings, free, guarded, entry.guard.never, cues)

    @classmethod
    def of_name(cls, name: str) -> NameFinder:
        """The finder for a skill that the taxonomy lacks."""
        return cls((name,), (name,))

    def said(self, item: SkillItem) -> list[str]:
        """What the model called the skill, as far as that may prove it: its name, and the words that it gave."""
        folded = item.name.casefold()
        said = [] if any(folded == name.casefold() for name in self.guarded) else [item.name]
        if item.words and are_related(item.words, self.spellings):
            said.append(item.words)
        return said

    def find(self, line: Line, said: Iterable[str]) -> Span | None:
        """The span of the name in the line.

        Respelt names ("Node JS"), and what the model ``said`` ("Java 17", the words it gave), come last.
        """
        return self.find_spelt(line) or self.find_otherwise(line, said)

    def find_spelt(self, line: Line) -> Span | None:
        """The first part of `find`, which finds most, and cheaply."""
        if span := line.find_plain(self._plain):
            return span
        return self._find_guarded(line) if self.guarded else None

    def find_otherwise(self, line: Line, said: Iterable[str]) -> Span | None:
        """The rest of `find`."""
        squeezed = line.squeezed
        if not self._otherwise_in(squeezed, said):
            return None
        likely = [name for name in self.free if _key(name) in squeezed]
        respelt = (name for name in self.free if _key(name).removesuffix("s") in squeezed)
        return (
            _find_words(line, likely)
            or next((span for name in respelt if (span := line.find_respelt(name))), None)
            or _find_words(line, said)
            or _find_words(line, self.cues)
            or next((span for name in likely if (span := line.find_glued(name))), None)
        )

    def may_be_in(self, line: Line, said: Iterable[str]) -> bool:
        """Whether `find` may find the name in the line or, where that is several, in any of them; false where it cannot."""
        squeezed = line.squeezed
        return any(_key(form) in squeezed for form in self.guarded) or self._otherwise_in(squeezed, said)

    def _otherwise_in(self, squeezed: str, said: Iterable[str]) -> bool:
        return any(key in squeezed for key in self._keys) or any(_key(words) in squeezed for words in said)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(name.lower() for name in sorted(self.free, key=len, reverse=True))

    @cached_property
    def _never(self) -> tuple[str, ...]:
        return tuple(phrase.lower() for phrase in self.never)

    @cached_property
    def _guarded_lowered(self) -> tuple[tuple[str, str], ...]:
        return tuple((form, form.lower()) for form in self.guarded)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        """What must be in a squeezed line for any of these to be found in it."""
        return (*(_key(name).removesuffix("s") for name in self.free), *map(_key, self.cues))

    def _find_guarded(self, line: Line) -> Span | None:
        """A guarded form as it is spelt, or in other letter case where it is an item of a list."""
        lowered = line.lowered
        there = [form for form in self._guarded_lowered if form[1] in lowered]
        if not there:
            return None
        text = line.segment.text
        barred: list[Span] | None = None
        other_case: Span | None = None
        for form, folded in there:
            for start, end in line.places(folded):
                if not is_whole_name(text, start, end, strict=True):
                    continue
                words = text[start:end]
                spelt = words == form or (len(form) > 1 and words == form.upper() != text)
                if spelt and _IN_SENTENCE.search(text, max(0, start - 3), start):
                    return start, end  # a capital that only a name has there
                if barred is None:
                    barred = [place for phrase in self._never if phrase in lowered for place in line.places(phrase)]
                if any(left <= start and end <= right for left, right in barred):
                    continue
                if spelt:
                    return start, end
                if _LIST_BEFORE.search(text, 0, start) or _LIST_AFTER.match(text, end):
                    other_case = other_case or (start, end)
        return other_case


def _find_words(line: Line, names: Iterable[str]) -> Span | None:
    likely = [words for words in names if _key(words) in line.squeezed]
    return find_name(line.segment.text, likely) if likely else None


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
