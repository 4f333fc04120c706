"""A posting as numbered segments, and a cited segment and name as character spans.

A segment is a line of the posting, or a sentence of a line that is longer than `LONG_LINE` characters
(many real postings are one single line). Segments never overlap, and together they hold every
character of the posting that is not white space between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

LONG_LINE = 240
"""Characters; a longer line is split at its sentence ends."""

# Zero-width characters and the byte order mark are no white space to `str.strip`, yet show nothing.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANK = rf"\s{_INVISIBLE}"
_SHOWN = re.compile(rf"[^{_BLANK}]")
_VISIBLE = re.compile(rf"[^{_BLANK}](?:.*[^{_BLANK}])?", re.DOTALL)
# A sentence ends at . ! or ? before white space and a capital, digit, bullet or opening mark, but not
# after an abbreviation or an initial; a bullet in the middle of a line starts a segment as well.
_SENTENCE_STOP = (
    # The looks behind come after the full stop, so that they are tried there alone: four times as fast.
    r"(?<![\s.(][A-Za-z].)(?<!\b[ezuvd]\.[gBaU].)(?<!\bbzw.)(?<!\betc.)(?<!\binkl.)(?<!\bca.)(?<!\bvs.)"
    r"(?<!\bInc.)(?<!\bLtd.)(?<!\bSt.)(?<!\bNr.)"
    r"[)\"'”’»]*\s+(?=[\"'(“‘«„]?[A-ZÄÖÜ0-9•·▪‣*–—-])"
)
_SENTENCE_END = re.compile(r"[.!?]" + _SENTENCE_STOP)
# The one set of characters that either begins with stands first, so that a search skips to them.
_SENTENCE_END_OR_BULLET = re.compile(
    rf"[.!?\s](?:(?<=[.!?]){_SENTENCE_STOP}|(?<=\s)\s*(?=[•·▪‣●◦✓✔➤►]\s*\S|[*–—-]\s+[A-ZÄÖÜ]))"
)
# What only begins at a full stop or mark is found in a tenth of the time: most lines need no more.
_BULLET = re.compile(r"[•·▪‣●◦✓✔➤►*–—-](?<=\s.)")
_CLAUSE_END = re.compile(r"[;:]\s+|\s+[|–—]\s+|,\s+|\s+")


class Segment(NamedTuple):
    """``posting.text[start:end] == text``; ``number`` counts from 1."""

    number: int
    text: str
    start: int
    end: int


def has_visible_text(text: str) -> bool:
    """Whether ``text`` holds anything but white space and zero-width characters."""
    return _SHOWN.search(text) is not None


def split_segments(text: str) -> list[Segment]:
    """Split ``text`` into numbered segments; blank lines get no number."""
    segments: list[Segment] = []
    behind = 0
    for line in text.splitlines(keepends=True):
        start, behind = behind, behind + len(line)
        visible = line.strip()
        if not visible:
            continue
        start += line.index(visible)
        end = start + len(visible)
        if visible[0] in _INVISIBLE or visible[-1] in _INVISIBLE:
            if not (found := _VISIBLE.search(text, start, end)):
                continue
            start, end = found.span()
            visible = found.group()
        if end - start <= LONG_LINE:
            segments.append(Segment(len(segments) + 1, visible, start, end))
        else:
            for low, high in _split_line(text, start, end):
                segments.append(Segment(len(segments) + 1, text[low:high], low, high))
    return segments


def _split_line(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    cut = start
    ends = _SENTENCE_END_OR_BULLET if _BULLET.search(text, start, end) else _SENTENCE_END
    for stop in ends.finditer(text, start, end):
        if stop.start() > cut:
            yield from _split_long_sentence(text, cut, _rstrip(text, cut, stop.end()))
        cut = stop.end()
    if cut < end:
        yield from _split_long_sentence(text, cut, end)


def _split_long_sentence(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Cut a sentence of over four `LONG_LINE` at its clauses: such a one is a list without full stops."""
    while end - start > 4 * LONG_LINE:
        window = list(_CLAUSE_END.finditer(text, start + LONG_LINE, start + 2 * LONG_LINE))
        strong = [m for m in window if not m.group().isspace()]
        cut = (strong or window)[0].end() if window else start + 2 * LONG_LINE
        yield start, _rstrip(text, start, cut)
        start = cut
    if start < end:
        yield start, end


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def is_whole_name(text: str, start: int, end: int, *, strict: bool = False) -> bool:
    """Whether ``text[start:end]`` stands at word boundaries that suit a technology's name.

    "C" is not in "C++" or "C#", "R" not in "R&D", "Java" not in "JavaScript"; ".NET" may follow a word
    ("ASP.NET"). With ``strict``, for names that are ordinary words too, a hyphen joins as well unless a
    capital follows it: "go" is not in "go-to-market", "Go" is in "Go-Entwickler".
    """
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if text[start].isalnum() and (before.isalnum() or before in "_@"):
        return False
    if text[end - 1].isalnum():
        short = end - start <= 2
        if after.isalnum() or after == "_" or (short and after in "+#&"):
            return False
    elif after == text[end - 1]:
        return False
    return not strict or not _hyphenated(text, start, end)


def _hyphenated(text: str, start: int, end: int) -> bool:
    if start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
        return True
    if end + 1 < len(text) and text[end] == "-" and text[end + 1].isalnum():
        return not text[end + 1].isupper() or text[end + 1 : end + 3].lower() == "to"
    return False


@lru_cache(maxsize=16_384)
def _name_pattern(name: str) -> re.Pattern[str]:
    words = re.split(rf"[{_BLANK}]+", name.strip())
    return re.compile(rf"[{_BLANK}]+".join(re.escape(word) for word in words if word), re.IGNORECASE)


def find_name(text: str, names: Iterable[str], *, strict: bool = False) -> tuple[int, int] | None:
    """The first span of ``text`` that is one of ``names`` at word boundaries, longest names first.

    Letter case is ignored, and any run of white space (non-breaking and zero-width too) matches any other.
    """
    for name in sorted({name for name in names if has_visible_text(name)}, key=len, reverse=True):
        for match in _name_pattern(name).finditer(text):
            if is_whole_name(text, *match.span(), strict=strict):
                return match.span()
    return None
