"""A posting's segments cut at its headings: whole lines, labels before a colon, headings run into the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.headings import KEYWORDS, Section
from jdextract.engines.lexicon.items import item_starts
from jdextract.engines.lexicon.run_ins import (
    LONGEST_HEADING,
    closing_heading,
    coloned_headings,
    heading_core,
    heading_section,
    run_in_headings,
)
from jdextract.segments import LONG_LINE, Segment

_BULLET = expression(r"(?:[-*+•·▪‣●◦○■□–—✓✔✅➤►▸→»]|\d{1,2}[.)]|[a-z]\)|o)\s+(?=\S)|[•·▪‣●◦■✓✔✅➤►▸☑🔹🔸]")
_BARE_BULLET = expression(r"[-*+•·▪‣●◦○■–—✓✔➤►▸]")
_DASHES = "-–—"
_LABEL = expression(rf"[\W_]*(?P<label>[^\W_][^:\n]{{1,70}}?)[\s*_]*(?::[\s*_]*|\s[{_DASHES}]\s[\s*_]*)(?=\S)")
# "Position: Senior Data Engineer" names no duty.
_JOB_TITLE = expression(
    r"[^.;:,]{0,50}\b(?:engineer|developer|programmer|architect|analyst|scientist|manager|administrator|consultant|\w*entwickler(?:in)?|\w*architekt(?:in)?)s?(?: ?\([^)]*\))?[*_ ]*"
)
_BEHIND_LABELS = (":", *(f" {dash} " for dash in _DASHES))
"""One of them stands behind all that `_LABEL` finds: folded text has no other white space within a line."""
_SENTENCE_MARKS = (".", "!", ";", ",")
# "**Basic Qualifications*** Two years of Go", "Nice to have:* Go": a heading that has lost the break in front of its list.
_BEFORE_ITEM = expression(r"(?:\*\*[^*\n]{2,80}\*\*|[^*:\n]{2,100}:)(?=\*\s+\S)")


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


def cut_pieces(text: str, folded: FoldedText, segments: list[Segment]) -> Iterator[Piece]:
    """The segments of ``text``, cut in front of each heading; lone bullets mark the line behind them."""
    run_ins = run_in_headings(folded)
    line = -1
    after_bare_bullet = False
    closes_line = True
    bullets = [_begins_with_bullet(segment.text) for segment in segments]
    for index, segment in enumerate(segments):
        opens_line = closes_line
        closes_line = index + 1 == len(segments) or _breaks(text, segment.end, segments[index + 1].start)
        line += opens_line
        if len(segment.text) == 1 and _BARE_BULLET.match(segment.text):
            after_bare_bullet = True
            continue
        bullet = (after_bare_bullet and opens_line) or bullets[index]
        after_bare_bullet = False
        gap = index > 0 and opens_line and text.count("\n", segments[index - 1].end, segment.start) > 1
        low = folded.position(segment.start)
        high = folded.position(segment.end)
        if low >= high:
            continue
        if opens_line and (head := _cut_heading_of_item(folded, segment, low, high, line)):
            yield head
            low, bullet = head.high, True
        whole_line = opens_line and closes_line
        closing = None
        if not closes_line and bullets[index + 1]:
            closing = _cut_closing_heading(folded, segment, low, high, line)
            high = closing.low if closing else high
        if low < high:
            piece = Piece(segment, low, high, bullet=bullet, line=line, run_on=not whole_line and not bullet, gap=gap)
            yield from _cut(piece, folded, run_ins, opens_line=opens_line, closes_line=closes_line)
        if closing:
            yield closing


def _cut(
    piece: Piece, folded: FoldedText, run_ins: list[tuple[int, int, Section]], *, opens_line: bool, closes_line: bool
) -> Iterator[Piece]:
    low, high = piece.low, piece.high
    whole_line = opens_line and closes_line
    if whole_line and high - low <= LONGEST_HEADING + 20 and _read_heading_line(folded, piece):
        yield piece
    elif opens_line and (cut := _read_label(folded, piece)):
        yield from _cut_run_ins(piece, folded, run_ins, cut, closes_line=closes_line)
    elif high - low > LONG_LINE // 2 or not whole_line or _closes_with_heading(folded, low, high):
        yield from _cut_run_ins(piece, folded, run_ins, low, closes_line=closes_line)
    else:
        yield piece


def _cut_heading_of_item(folded: FoldedText, segment: Segment, low: int, high: int, line: int) -> Piece | None:
    if "* " not in segment.text or not (found := _BEFORE_ITEM.match(folded.lower, low, high)):
        return None
    head = Piece(segment, low, found.end(), line=line)
    return head if _read_heading_line(folded, head) else None


def _closes_with_heading(folded: FoldedText, low: int, high: int) -> bool:
    return folded.lower[high - 1] == ":" and folded.lower.find(". ", low, high) >= 0


def _begins_with_bullet(text: str) -> bool:
    return not "A" <= text[0] <= "Z" and _BULLET.match(text) is not None  # most lines begin with a capital


def _breaks(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    return "\n" in gap or "\r" in gap or not gap.isprintable()


def _read_heading_line(folded: FoldedText, piece: Piece) -> bool:
    """Whether the piece, a whole line, is a heading, whose section is then noted on it."""
    plain, raw = folded.plain[piece.low : piece.high], folded.lower[piece.low : piece.high]
    core = heading_core(raw)
    if not core:
        return False
    colon = raw.rstrip("*_ ").endswith(":")
    marked = plain.startswith(("#", "**", "__")) and (
        plain[0] == "#" or raw.rstrip(": ").endswith(("**", "__")) or colon
    )
    bare = (not piece.bullet or raw[0].isdigit()) and not raw.endswith(_SENTENCE_MARKS)
    if (colon or marked or bare) and (section := heading_section(core)):
        piece.own, piece.heading = section, True
        return True
    shouted = plain.isupper() and len(core) > 5 and not piece.bullet and "|" not in plain and plain[-1] != "."
    if not (colon or marked or shouted) or len(core.split()) > 10 or (colon and ". " in core):
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
    lower, low, high = folded.lower, piece.low, piece.high
    if not any(map(lower[low:high].__contains__, _BEHIND_LABELS)):
        return 0
    match = _LABEL.match(lower, low, high)
    if not match or not (section := heading_section(heading_core(match["label"]))):
        return 0
    if section == "duties" and _JOB_TITLE.fullmatch(lower, match.end(), high):
        return 0
    piece.own = section
    return match.end()


def _cut_closing_heading(folded: FoldedText, segment: Segment, low: int, high: int, line: int) -> Piece | None:
    found = closing_heading(folded, low, high)
    if not found:
        return None
    start, section = found
    return Piece(segment, start, high, section, heading=True, line=line, run_on=start > low)


# "- Sinnhafte Aufgaben: ...", "- Vielseitige und spannende Projekte: ...": the label of an item, not a heading behind it.
_ADJECTIVES = expression(r"[\W_]*[a-zäöüß-]{4,}e[nrs]? (?:und [a-zäöüß-]{4,}e[nrs]? )?")


def _cut_run_ins(
    piece: Piece, folded: FoldedText, run_ins: list[tuple[int, int, Section]], content: int, *, closes_line: bool
) -> Iterator[Piece]:
    """Cut a piece in front of each heading and each item of a list in its content, which begins at ``content``."""
    cuts: dict[int, Section | None] = {piece.low: piece.own}
    if not piece.bullet:
        cuts.update(dict.fromkeys(item_starts(folded.plain, content, piece.high)))
    cuts.update(coloned_headings(folded, content, piece.high))
    cuts.update({start: section for start, _, section in run_ins if content <= start < piece.high})
    if piece.bullet:
        for start in [start for start in cuts if start > piece.low]:
            if _ADJECTIVES.fullmatch(folded.lower, piece.low, start):
                del cuts[start]
    if len(cuts) == 1:
        piece.own = cuts[piece.low]
        yield piece
        return
    starts = sorted(cuts)
    for low, high in pairwise((*starts, piece.high)):
        if low < high:
            gap = piece.gap and low == piece.low
            run_on = piece.run_on or (len(starts) > 1 and not piece.bullet)
            # Behind a list item that has lost its line break, a heading ends the list.
            bullet = piece.bullet and (low == piece.low or cuts[low] is None)
            heading = closes_line and high == piece.high and low > piece.low and _is_heading_alone(folded, low, high)
            yield Piece(
                piece.segment,
                low,
                high,
                cuts[low],
                heading=heading and cuts[low] is not None,
                bullet=bullet,
                line=piece.line,
                run_on=run_on,
                gap=gap,
            )


def _is_heading_alone(folded: FoldedText, low: int, high: int) -> bool:
    """Whether nothing but a heading, closed by its colon, stands there: "... and profiling. Bonus points for:"."""
    return folded.lower[high - 1] == ":" and heading_section(heading_core(folded.lower[low:high])) is not None
