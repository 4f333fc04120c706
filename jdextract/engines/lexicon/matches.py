"""A name of the taxonomy found in a text."""

from __future__ import annotations

from dataclasses import dataclass

from jdextract.taxonomy import SkillEntry


@dataclass(slots=True)
class Match:
    """An entry's name at ``folded[low:high]``.

    With ``doubt`` it counts only if its neighbours support it; a ``cue`` shows the skill without naming it. What is
    ``lowered`` is an ordinary word as it is spelt, and counts only beside another technology of its list. One that is
    ``elided`` borrows the head of its name from the next: "web" in "web and API security".
    """

    entry: SkillEntry
    low: int
    high: int
    doubt: bool = False
    cue: bool = False
    lowered: bool = False
    elided: bool = False

    def spelling(self, text: str) -> str:
        """The name as ``text`` spells it, whole."""
        return self.entry.name if self.elided else text[self.low : self.high]
