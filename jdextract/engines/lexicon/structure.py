"""A posting's segments with the section that each belongs to, by headings, and by cues where there are none.

A segment that holds several sections (an ad that has lost its line breaks) is cut into passages. Evidence
is always the segment; the passage says how to read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from jdextract.engines.lexicon.folding import FoldedText, fold
from jdextract.engines.lexicon.headings import Section
from jdextract.engines.lexicon.pieces import cut_pieces
from jdextract.engines.lexicon.placements import DEMANDING
from jdextract.engines.lexicon.sections import place_pieces
from jdextract.models import Evidence, EvidenceStatus, unchecked
from jdextract.segments import Segment, split_segments

_LANGUAGE_SAMPLE = 3000
"""Characters."""
_GERMAN = frozenset(
    (
        "und",
        "der",
        "die",
        "das",
        "mit",
        "für",
        "wir",
        "du",
        "sie",
        "ist",
        "ein",
        "eine",
        "von",
        "zu",
        "im",
        "bei",
        "dein",
        "deine",
        "ihre",
        "unser",
        "oder",
    )
)
_ENGLISH = frozenset(
    (
        "and",
        "the",
        "with",
        "for",
        "we",
        "you",
        "is",
        "a",
        "an",
        "of",
        "to",
        "in",
        "at",
        "your",
        "our",
        "or",
        "are",
        "be",
        "will",
        "that",
    )
)


@dataclass(slots=True)
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
        return self.evidence_of("exact")

    def evidence_of(self, status: EvidenceStatus) -> Evidence:
        """The whole segment as evidence of something that it names (``exact``) or proves (``segment``)."""
        segment = self.segment
        return unchecked(
            Evidence,
            segment=segment.number,
            text=segment.text,
            start=segment.start,
            end=segment.end,
            status=status,
        )


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
        return any(p.heading and p.section in DEMANDING for p in self.passages)


def read_structure(text: str, title: str | None = None) -> Structure:
    """Divide ``text`` into passages; ``title`` is the posting's, which may stand in the text once more."""
    folded = fold(text)
    pieces = list(cut_pieces(text, folded, split_segments(text)))
    passages = []
    for piece, placement in zip(pieces, place_pieces(folded, pieces, title), strict=True):
        start, end = folded.span(piece.low, piece.high)
        segment = piece.segment
        passages.append(
            Passage(
                segment,
                max(start, segment.start),
                min(end, segment.end),
                piece.low,
                piece.high,
                placement.section,
                bullet=piece.bullet,
                heading=piece.heading,
                headed=placement.headed,
                line=piece.line,
                cues=placement.cues,
                firm=placement.firm,
            )
        )
    return Structure(text, folded, tuple(passages), detect_language(folded.lower))


def detect_language(lower: str) -> str:
    """``de`` or ``en``, whichever has more function words in the folded text."""
    words = lower[:_LANGUAGE_SAMPLE].split()
    if _GERMAN.isdisjoint(words):
        return "en"
    return "de" if sum(map(_GERMAN.__contains__, words)) > sum(map(_ENGLISH.__contains__, words)) else "en"
