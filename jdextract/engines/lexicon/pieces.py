"""A posting's segments cut at its headings: whole lines, labels before a colon, headings run into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.headings import HEADING, KEYWORDS, RUN_IN, Section
from jdextract.engines.lexicon.items import item_starts
from jdextract.engines.lexicon.phrases import PhraseFinder
from jdextract.segments import LONG_LINE, Segment

LONGEST_HEADING = 100
"""Characters."""

_BULLET = re.compile(r"(?:[-*+•·▪‣●◦○■□–—✓✔✅➤►▸→»]|\d{1,2}[.)]|[a-z]\)|o)\s+(?=\S)|[•·▪‣●◦■✓✔✅➤►▸☑🔹🔸]")
_BARE_BULLET = re.compile(r"[-*+•·▪‣●◦○■–—✓✔➤►▸]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]\s+")
_PARENTHESIS = re.compile(r"\s*\((?:m|w|d|f|x|all|gn|div|/|\||\*|,|\s|genders)+\)$")
_LABEL = re.compile(r"[\W_]*(?P<label>[^\W_][^:\n]{1,70}?)[\s*_]*(?::[\s*_]*|\s[-–—]\s[\s*_]*)(?=\S)")
_WORDS_ENDING = re.compile(r"[.!;,]$")
_SINGLE_WORD_RUN_IN = frozenset(
    (
        "requirements",
        "qualifications",
        "responsibilities",
        "benefits",
        "aufgaben",
        "anforderungen",
        "qualifikation",
        "qualifikationen",
        "profil",
    )
)
# Markup of a heading behind other text on the same line; a bold word at its start is `_read_label`'s.
_MARKED = re.compile(r"(?<=\S )(?:\*\*(?P<bold>[^*\n]{3,60}?):?\*\*|#{1,5} (?P<hash>[^#\n]{3,90}))")
LONGEST_MARKED = 8
"""Words."""
_RUN_INS = PhraseFinder({phrase: (phrase,) for phrase in RUN_IN})


@dataclass(slots=True)
class Piece:
    """A passage in the making: ``own`` is the section that a heading in front of it names."""

    segment: Segment
    low: int
    high: int
    own: Section | None = None
    heading: bool = False
    bullet: bool = False
    line: int = 0
    run_on: bool = False  # one of several segments of its line, and no list item
    gap: bool = False  # a blank line stands in front of it


@lru_cache(maxsize=8192)
def heading_section(core: str) -> Section | None:
    """The section that a heading names, given folded and without markup and colon; ``None`` if it is none."""
    if not 1 < len(core) <= LONGEST_HEADING:
        return None
    bare = _PARENTHESIS.sub("", _NUMBERING.sub("", core)).strip()
    match = HEADING.fullmatch(bare)
    return match.lastgroup if match else None  # type: ignore[return-value]


def _core(raw: str) -> str:
    """A folded line without the markup, bullets and punctuation around it."""
    core = raw.strip(" *_#:-.")
    if core and core[0].isalnum() and core[-1].isalnum():
        return core
    return _EDGES.sub("", core)


def cut_pieces(text: str, folded: FoldedText, segments: list[Segment]) -> Iterator[Piece]:
    """The segments of ``text``, cut in front of each heading; lone bullets mark the line behind them."""
    run_ins = _run_in_headings(folded)
    line = -1
    after_bare_bullet = False
    for index, segment in enumerate(segments):
        opens_line = index == 0 or _breaks(text, segments[index - 1].end, segment.start)
        closes_line = index + 1 == len(segments) or _breaks(text, segment.end, segments[index + 1].start)
        line += opens_line
        if len(segment.text) == 1 and _BARE_BULLET.match(segment.text):
            after_bare_bullet = True
            continue
        bullet = (after_bare_bullet and opens_line) or _BULLET.match(segment.text) is not None
        after_bare_bullet = False
        gap = index > 0 and opens_line and text.count("\n", segments[index - 1].end, segment.start) > 1
        low = folded.position(segment.start)
        high = folded.position(segment.end)
        if low >= high:
            continue
        whole_line = opens_line and closes_line
        piece = Piece(segment, low, high, bullet=bullet, line=line, run_on=not whole_line and not bullet, gap=gap)
        if whole_line and high - low <= LONGEST_HEADING + 20 and _read_heading_line(folded, piece):
            yield piece
        elif opens_line and (cut := _read_label(folded, piece)):
            yield from _cut_run_ins(piece, folded.plain, run_ins, cut)
        elif high - low > LONG_LINE // 2 or not whole_line:
            yield from _cut_run_ins(piece, folded.plain, run_ins, low)
        else:
            yield piece


def _breaks(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    return "\n" in gap or "\r" in gap or not gap.isprintable()


def _read_heading_line(folded: FoldedText, piece: Piece) -> bool:
    """Whether the piece, a whole line, is a heading, whose section is then noted on it."""
    plain, raw = folded.plain[piece.low : piece.high], folded.lower[piece.low : piece.high]
    core = _core(raw)
    if not core:
        return False
    colon = raw.rstrip("*_ ").endswith(":")
    marked = plain.startswith(("#", "**", "__")) and (
        plain[0] == "#" or raw.rstrip(": ").endswith(("**", "__")) or colon
    )
    section = heading_section(core)
    if section and (colon or marked or ((not piece.bullet or raw[0].isdigit()) and not _WORDS_ENDING.search(raw))):
        piece.own, piece.heading = section, True
        return True
    shouted = plain.isupper() and len(core) > 5 and not piece.bullet and "|" not in plain and plain[-1] != "."
    if not (colon or marked or shouted) or len(core.split()) > 10:
        return False
    section = next((section for section, pattern in KEYWORDS if pattern.search(core)), None)
    if section and (marked or colon or len(core.split()) <= 6):
        piece.own, piece.heading = section, True
        return True
    if marked or (shouted and len(core.split()) <= 6):
        piece.heading = True
        return True
    return False


def _read_label(folded: FoldedText, piece: Piece) -> int:
    """The position behind a heading that its content follows on the same line ("Nice to have: Go"), or 0."""
    match = _LABEL.match(folded.lower, piece.low, piece.high)
    if not match or not (section := heading_section(_core(match["label"]))):
        return 0
    piece.own = section
    return match.end()


def _run_in_headings(folded: FoldedText) -> list[tuple[int, int, Section]]:
    """Headings inside of running text, told by capitals around them."""
    plain, found = folded.plain, []
    for phrase, start, end in _RUN_INS.find(folded.lower):
        if not (plain[start].isupper() or plain[start:end].isupper()):
            continue
        section = heading_section(phrase)
        if section and _is_run_in(plain, start, end, phrase):
            found.append((start, end, section))
    if "**" in plain or "# " in plain:
        marked = list(_marked_headings(folded))
        found = marked + [run_in for run_in in found if not any(a <= run_in[0] < b for a, b, _ in marked)]
        found.sort()
    return found


def _marked_headings(folded: FoldedText) -> Iterator[tuple[int, int, Section]]:
    """Headings inside of running text, told by their markup: "... trails **Essential** 3 years ..."."""
    for match in _MARKED.finditer(folded.lower):
        if match["bold"] and (section := heading_section(_core(match["bold"]))):
            yield match.start(), match.end(), section
        elif match["hash"]:
            words = match["hash"].split(" ")
            for count in range(min(len(words), LONGEST_MARKED), 0, -1):
                if section := heading_section(_core(" ".join(words[:count]))):
                    yield match.start(), match.start("hash") + len(" ".join(words[:count])), section
                    break


def _is_run_in(plain: str, start: int, end: int, phrase: str) -> bool:
    rest = plain[end : end + 4].lstrip("*_")
    before = plain[max(0, start - 4) : start].rstrip(" *_")
    opens = not before or before[-1] in ".!?:;)]•·|\n…" or not before[-1].isprintable()
    if rest.lstrip(" ")[:1] == ":":
        return opens or " " in phrase or phrase in _SINGLE_WORD_RUN_IN or plain[start:end].istitle()
    rest = rest.lstrip("?.…!")
    if not rest[:1].isspace() and rest[:1] not in "-–—":
        return False
    follower = rest.strip(" -–—*_•·")[:1]
    if not (follower.isupper() or follower.isdigit()):
        return False
    words = [word for word in plain[start:end].split() if len(word) > 3] or [plain[start:end]]
    titled = all(word[0].isupper() for word in words)
    if " " not in phrase and "-" not in phrase:
        return (opens and len(phrase) > 5) or (phrase in _SINGLE_WORD_RUN_IN and before[-1:].islower())
    return opens or titled or len(phrase) > 12


def _cut_run_ins(piece: Piece, plain: str, run_ins: list[tuple[int, int, Section]], content: int) -> Iterator[Piece]:
    """Cut a piece in front of each heading and each item of a list in its content, which begins at ``content``."""
    cuts: dict[int, Section | None] = {piece.low: piece.own}
    if not piece.bullet:
        cuts.update(dict.fromkeys(item_starts(plain, content, piece.high)))
    cuts.update({start: section for start, _, section in run_ins if content <= start < piece.high})
    starts = sorted(cuts)
    for low, high in pairwise((*starts, piece.high)):
        if low < high:
            gap = piece.gap and low == piece.low
            run_on = piece.run_on or (len(starts) > 1 and not piece.bullet)
            yield Piece(
                piece.segment, low, high, cuts[low], bullet=piece.bullet, line=piece.line, run_on=run_on, gap=gap
            )
