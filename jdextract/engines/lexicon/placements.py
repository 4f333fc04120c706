"""Where a piece of a posting lies."""

from __future__ import annotations

from dataclasses import dataclass

from jdextract.engines.lexicon.headings import Section

DEMANDING: frozenset[Section] = frozenset({"duties", "requirements", "preferred", "stack"})
"""Sections about the work and the person."""
ASIDE: frozenset[Section] = frozenset({"company", "benefits", "legal", "application"})
"""Sections about anything but the work and the person. They must not swallow these where their heading is unknown."""


@dataclass(slots=True)
class Placement:
    """Where one piece lies: see `structure.Passage` for the fields."""

    section: Section
    headed: bool
    cues: tuple[tuple[Section, int], ...] = ()
    firm: bool = False
    late: bool = False
    """Whether an offer behind both the work and the person stands in front of it, and neither begins anew."""
    settled: bool = False
    """Whether the words in front of the piece leave no doubt, though no heading stands over it."""
