"""Text as the lexicon compares it: lower case, plain spaces, hyphens and quotes, nothing invisible.

Folding keeps a way back: an offset in the folded text is an offset in the posting. Only where invisible
characters or runs of spaces are dropped do the two differ.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHENS = "\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u201a\u201b\u02bc\u00b4\uff07"
_TABLE = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_HYPHENS, "-")
    | dict.fromkeys(_APOSTROPHES, "'")
    | {"\uff0b": "+", "\uff03": "#", "\uff0f": "/", "\u2044": "/", "\u2215": "/", "\uff0c": ",", "\uff1a": ":"}
    # The only letter whose lower case is longer than itself.
    | {"\u0130": "I"}
)
# A soft hyphen or a zero-width character stands inside a name and shows nothing; markdown's emphasis marks
# and escapes split names as well ("**Java**Script" does not occur, "C\\#" and "C\\+\\+" do).
_MAPPED = tuple((chr(code), letter) for code, letter in _TABLE.items())
_INVISIBLE = tuple("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff")
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff]+|(?<= ) +|\\(?=[#+\-.&_*()\[\]!~>])")
_BLANKS = re.compile("  +")  # the same where there is nothing else to drop: four times as fast
# Addresses name hosts and files, not skills; the filler keeps their length and is no word.
# What an address begins with stands first, so that a search skips to it.
_ADDRESS = re.compile(r"[hw@](?:(?:(?<=h)ttps?://|(?<=w)ww\.)[^\s<>)\]]+|(?<=@)[\w-]+\.[\w.]+)")
_USER = re.compile(r"[\w.+-]+$")
_FILLER = "\u00a7"


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A posting's text twice: ``plain`` keeps the letters' case, ``lower`` does not; both have equal offsets."""

    plain: str
    lower: str
    _cuts: list[int] = field(default_factory=list)
    _shifts: list[int] = field(default_factory=list)
    _resumed: list[int] = field(default_factory=list)
    """Where, in the posting, the text goes on behind each part that is dropped."""

    def original(self, position: int) -> int:
        """The offset in the posting of the character at ``position``."""
        if not self._cuts:
            return position
        return position + self._shifts[bisect_right(self._cuts, position)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the posting that ``[start, end)`` stands for; not empty."""
        if not self._cuts:
            return start, end
        return self.original(start), self.original(end - 1) + 1

    def position(self, offset: int) -> int:
        """The first position whose character stands at or after ``offset`` in the posting."""
        if not self._cuts:
            return offset
        before = bisect_right(self._resumed, offset)
        position = min(offset - self._shifts[before], len(self.plain))
        # What is dropped has no position: the first character behind it has one.
        return min(position, self._cuts[before]) if before < len(self._cuts) else position


def fold(text: str) -> FoldedText:
    """Fold ``text``; `FoldedText.span` leads back to it."""
    plain = text
    # Replacing the few characters that need it is faster than translating all of a text.
    if text.isascii():
        plain = plain.replace("\t", " ")
        invisible = False
    else:
        for letter, replacement in _MAPPED:
            if letter in plain:
                plain = plain.replace(letter, replacement)
        invisible = any(letter in plain for letter in _INVISIBLE)
    cuts: list[int] = []
    shifts = [0]
    if invisible or "\\" in plain:
        plain = _drop(plain, (match.span() for match in _DROPPED.finditer(plain)), cuts, shifts)
    elif "  " in plain:
        plain = _drop(plain, ((match.start() + 1, match.end()) for match in _BLANKS.finditer(plain)), cuts, shifts)
    if "://" in plain or "www." in plain or "@" in plain:
        plain = _blank_addresses(plain)
    resumed = [cut + shift for cut, shift in zip(cuts, shifts[1:], strict=True)]
    return FoldedText(plain, plain.lower(), cuts, shifts, resumed)


def _drop(plain: str, spans: Iterable[tuple[int, int]], cuts: list[int], shifts: list[int]) -> str:
    """``plain`` without ``spans``, whose places in the result and lengths up to there are noted."""
    kept: list[str] = []
    last = length = dropped = 0
    for start, end in spans:
        kept.append(plain[last:start])
        length += start - last
        dropped += end - start
        cuts.append(length)
        shifts.append(dropped)
        last = end
    kept.append(plain[last:])
    return "".join(kept)


def _blank_addresses(plain: str) -> str:
    kept: list[str] = []
    last = 0
    for match in _ADDRESS.finditer(plain):
        start, end = match.span()
        if plain[start] == "@" and (user := _USER.search(plain, max(last, start - 64), start)):
            start = user.start()
        kept.append(plain[last:start] + _FILLER * (end - start))
        last = end
    kept.append(plain[last:])
    return "".join(kept)
