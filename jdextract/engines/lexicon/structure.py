"""A posting's segments with the section that each belongs to, by headings, and by cues where there are none.

A segment that holds several sections (an ad that has lost its line breaks) is cut into passages. Evidence
is always the segment; the passage says how to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from jdextract.engines.lexicon.folding import FoldedText, fold
from jdextract.engines.lexicon.headings import HEADING, KEYWORDS, RUN_IN, Section
from jdextract.engines.lexicon.phrases import PhraseFinder
from jdextract.engines.lexicon.section_cues import PRIORITY, SECTION_CUES, WEAK_CUES
from jdextract.models import Evidence
from jdextract.segments import LONG_LINE, Segment, split_segments

LONGEST_HEADING = 100
"""Characters."""

_BULLET = re.compile(r"(?:[-*+•·▪‣●◦○■□–—✓✔✅➤►▸→»]|\d{1,2}[.)]|[a-z]\)|o)\s+(?=\S)|[•·▪‣●◦■✓✔✅➤►▸☑🔹🔸]")
_BARE_BULLET = re.compile(r"[-*+•·▪‣●◦○■–—✓✔➤►▸]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]\s+")
_PARENTHESIS = re.compile(r"\s*\((?:m|w|d|f|x|all|gn|div|/|\||\*|,|\s|genders)+\)$")
_LABEL = re.compile(r"[\W_]*(?P<label>[^\W_][^:\n]{1,70}?)[\s*_]*(?::[\s*_]*|\s[-–—]\s[\s*_]*)(?=\S)")
_WORDS_ENDING = re.compile(r"[.!;,]$")
_GERMAN = frozenset("und der die das mit für wir du sie ist ein eine von zu im bei dein deine ihre unser oder".split())
_ENGLISH = frozenset("and the with for we you is a an of to in at your our or are be will that".split())
_SINGLE_WORD_RUN_IN = frozenset(
    "requirements qualifications responsibilities benefits aufgaben anforderungen qualifikation qualifikationen profil".split()
)

# These end with the segment when their content stands on the same line: what follows is something else.
_SHORT_LIVED: frozenset[Section] = frozenset({"stack", "application"})
_DEMANDING: frozenset[Section] = frozenset({"duties", "requirements", "preferred", "stack"})
_LISTING: frozenset[Section] = frozenset({"duties", "requirements", "preferred", "stack", "benefits"})
_OPEN: frozenset[Section] = frozenset({"company", "other", "title"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment, or a part of one, that lies in one section.

    ``posting.text[start:end]`` is the passage, ``folded.lower[low:high]`` the same folded. ``heading`` marks
    the heading itself, ``bullet`` a list item, ``headed`` a section that comes from a heading rather than
    from the sentence's own words; ``line`` counts the lines that hold text, from 0.
    """

    segment: Segment
    start: int
    end: int
    low: int
    high: int
    section: Section
    bullet: bool = False
    heading: bool = False
    headed: bool = False
    line: int = 0
    cues: tuple[tuple[Section, int], ...] = ()
    """Without a heading: the sections that words of the passage point to, with these words' folded positions."""
    firm: bool = False
    """Without a heading: whether some of these words hardly occur outside of postings."""

    @property
    def text(self) -> str:
        """The passage as written."""
        return self.segment.text[self.start - self.segment.start : self.end - self.segment.start]

    @property
    def evidence(self) -> Evidence:
        """The whole segment as evidence of something that it names."""
        segment = self.segment
        return Evidence(segment=segment.number, text=segment.text, start=segment.start, end=segment.end, status="exact")


@dataclass(frozen=True, slots=True)
class Structure:
    """A posting's text, folded, and its passages in order; ``language`` is that of most of its words."""

    text: str
    folded: FoldedText
    passages: tuple[Passage, ...]
    language: str

    @property
    def headed(self) -> bool:
        """Whether headings tell the duties or requirements from the rest."""
        return any(p.heading and p.section in _DEMANDING for p in self.passages)


@dataclass(slots=True)
class _Piece:
    """A passage in the making: ``own`` is the section that a heading in front of it names."""

    segment: Segment
    low: int
    high: int
    own: Section | None = None
    heading: bool = False
    bullet: bool = False
    line: int = 0
    content_follows: bool = False
    unknown_heading: bool = False
    run_on: bool = False  # one of several segments of its line, and no list item


_Cue = tuple[Section, int, bool]
_RUN_INS = PhraseFinder({phrase: (phrase,) for phrase in RUN_IN})
# The label is the section and whether the cue is a weak one.
_CUES: PhraseFinder[tuple[Section, bool]] = PhraseFinder(
    {
        (section, weak): [phrase for phrase in phrases if (phrase in WEAK_CUES) is weak]
        for section, phrases in SECTION_CUES.items()
        for weak in (False, True)
    }
)


def read_structure(text: str, title: str | None = None) -> Structure:
    """Divide ``text`` into passages; ``title`` is the posting's, which may stand in the text once more."""
    folded = fold(text)
    segments = split_segments(text)
    pieces = list(_pieces(text, folded, segments))
    cues = _cue_sections(folded.lower, pieces)
    passages = tuple(_assign_sections(folded, pieces, cues, title))
    return Structure(text, folded, passages, detect_language(folded.lower))


def detect_language(lower: str) -> str:
    """``de`` or ``en``, whichever has more function words in the folded text."""
    words = lower[:3000].split()
    return "de" if sum(map(_GERMAN.__contains__, words)) > sum(map(_ENGLISH.__contains__, words)) else "en"


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


def _pieces(text: str, folded: FoldedText, segments: list[Segment]) -> Iterator[_Piece]:
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
        low = folded.position(segment.start)
        high = folded.position(segment.end)
        if low >= high:
            continue
        whole_line = opens_line and closes_line
        piece = _Piece(segment, low, high, bullet=bullet, line=line, run_on=not whole_line and not bullet)
        if whole_line and high - low <= LONGEST_HEADING + 20 and _read_heading_line(folded, piece):
            yield piece
        elif opens_line and (cut := _read_label(folded, piece)):
            yield from _cut_run_ins(folded, _Piece(segment, cut, high, bullet=bullet, line=line, run_on=piece.run_on), run_ins, piece)
        elif high - low > LONG_LINE // 2 or not whole_line:
            yield from _cut_run_ins(folded, piece, run_ins, None)
        else:
            yield piece


def _breaks(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    return "\n" in gap or "\r" in gap or not gap.isprintable()


def _read_heading_line(folded: FoldedText, piece: _Piece) -> bool:
    """Whether the piece, a whole line, is a heading, whose section is then noted on it."""
    plain, raw = folded.plain[piece.low : piece.high], folded.lower[piece.low : piece.high]
    core = _core(raw)
    if not core:
        return False
    colon = raw.rstrip("*_ ").endswith(":")
    marked = plain.startswith(("#", "**", "__")) and (plain[0] == "#" or raw.rstrip(": ").endswith(("**", "__")) or colon)
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
        piece.heading = piece.unknown_heading = True
        return True
    return False


def _read_label(folded: FoldedText, piece: _Piece) -> int:
    """The position behind a heading that its content follows on the same line ("Nice to have: Go"), or 0."""
    match = _LABEL.match(folded.lower, piece.low, piece.high)
    if not match or not (section := heading_section(_core(match["label"]))):
        return 0
    piece.own, piece.content_follows = section, True
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
    return found


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


def _cut_run_ins(
    folded: FoldedText, piece: _Piece, run_ins: list[tuple[int, int, Section]], label: _Piece | None
) -> Iterator[_Piece]:
    """Cut a piece in front of each heading within it; ``label`` is the piece with the heading that opens it."""
    inside = [found for found in run_ins if piece.low <= found[0] < piece.high]
    first = _Piece(piece.segment, label.low if label else piece.low, piece.high, bullet=piece.bullet, line=piece.line)
    first.run_on = piece.run_on
    if label:
        first.own, first.content_follows = label.own, True
    if not inside:
        yield first
        return
    cuts = [first.low, *(start for start, _, _ in inside), piece.high]
    for (low, high), own in zip(pairwise(cuts), (first.own, *(section for _, _, section in inside)), strict=True):
        if low == high:
            continue
        follows = label is not None if low == first.low else True
        yield _Piece(
            piece.segment, low, high, own, bullet=piece.bullet, line=piece.line, content_follows=follows, run_on=piece.run_on
        )


def _cue_sections(lower: str, pieces: list[_Piece]) -> list[list[_Cue]]:
    """For each piece the sections whose cues it holds, with the cues' positions and whether they are weak."""
    found: list[list[_Cue]] = [[] for _ in pieces]
    index = 0
    for (section, weak), start, _ in _CUES.find(lower):
        while index < len(pieces) and pieces[index].high <= start:
            index += 1
        if index == len(pieces):
            break
        if pieces[index].low <= start:
            found[index].append((section, start, weak))
    return found


def _assign_sections(
    folded: FoldedText, pieces: list[_Piece], cues: list[list[_Cue]], title: str | None
) -> Iterator[Passage]:
    first_demand = next((i for i, p in enumerate(pieces) if p.heading and p.own in _DEMANDING), len(pieces))
    intro: Section = "company" if first_demand < len(pieces) else "other"
    current: Section = intro
    headed = False
    listed: Section | None = None  # the section of the list that a line ending in a colon opened
    back: Section | None = None  # what `current` returns to at the end of a short-lived label
    back_line = -1
    wanted_title = " ".join(title.lower().split()) if title else ""
    for index, piece in enumerate(pieces):
        section, from_heading = current, headed
        in_company = headed and current == "company"
        found = [(section, start) for section, start, weak in cues[index] if not (weak and in_company)]
        cue = {section for section, _ in found}
        if back is not None and piece.line != back_line and not piece.bullet:
            current, back = back, None
            section = current
        if piece.heading:
            listed = None
            if piece.own:
                current, headed, back = piece.own, True, None
            elif current in ("stack", "benefits", "application"):
                current, headed, back = "other", False, None
            section, from_heading = current, headed
        elif piece.own and _label_counts(piece, current, headed=headed):
            section, from_heading, listed = piece.own, True, None
            if not piece.bullet and section not in _SHORT_LIVED:
                if section == "preferred" and current in _DEMANDING and back is None:
                    back, back_line = current, piece.line
                current, headed = section, True
        elif "legal" in cue and not (piece.bullet and section in _DEMANDING):
            section, from_heading = "legal", False
            if headed and piece.run_on and current in _DEMANDING:
                current, headed = "legal", False
        elif headed and piece.run_on and section in _DEMANDING and (over := _ended_by(cue)):
            # An ad without line breaks says nowhere that its list of demands is over.
            current, headed = over, False
            section, from_heading = over, False
        elif section in _OPEN or not headed:
            section, from_heading = _by_cues(cue, piece, listed, current), False
            ends_in_colon = folded.lower[piece.low : piece.high].rstrip("*_ ").endswith(":")
            if ends_in_colon and section in _LISTING:
                listed = section
            elif not piece.bullet and not ends_in_colon:
                listed = None
        if index == 0 and not piece.heading and not piece.own and _is_title(folded, piece, wanted_title):
            section, from_heading = "title", False
        start, end = folded.span(piece.low, piece.high)
        yield Passage(
            piece.segment,
            max(start, piece.segment.start),
            min(end, piece.segment.end),
            piece.low,
            piece.high,
            section,
            bullet=piece.bullet,
            heading=piece.heading,
            headed=from_heading,
            line=piece.line,
            cues=() if from_heading else tuple(found),
            firm=any(not weak and cue in _DEMANDING for cue, _, weak in cues[index]),
        )


def _label_counts(piece: _Piece, current: Section, *, headed: bool) -> bool:
    """Whether a label in front of a list item opens a section: "Tools: Git" among requirements does not."""
    if not headed or current not in _DEMANDING:
        return True
    if piece.bullet:
        return piece.own == "preferred"
    return piece.own not in ("company", "requirements") or current != "preferred"


def _ended_by(cue: set[Section]) -> Section | None:
    if "requirements" in cue or "duties" in cue:
        return None
    return next((section for section in ("benefits", "application") if section in cue), None)  # type: ignore[misc]


def _by_cues(cue: set[Section], piece: _Piece, listed: Section | None, current: Section) -> Section:
    if listed and piece.bullet and "legal" not in cue:
        return listed
    for section in PRIORITY:
        if section in cue:
            return section
    return current


def _is_title(folded: FoldedText, piece: _Piece, title: str) -> bool:
    line = folded.lower[piece.low : piece.high]
    return line.count("|") > 1 or (bool(title) and len(line) < 160 and " ".join(line.split()) in title + " " + title)
