"""The likeliest sections of a stretch of lines, out of what each line speaks for: the Viterbi algorithm.

Sections last, so a change costs something: little at a heading or behind a blank line, much within a list.
"""

from __future__ import annotations

from collections.abc import Sequence

from jdextract.engines.lexicon.headings import SECTIONS, Section
from jdextract.engines.lexicon.leanings import Leaning

_STATES: tuple[Section, ...] = tuple(section for section in reversed(SECTIONS) if section != "title")
# The rarer a section without a heading of its own, the more evidence it needs.
_ENTRY: dict[Section, float] = {"preferred": 1.0, "stack": 0.5, "company": 0.3, "legal": 0.3, "application": 0.3}


def decode(leanings: Sequence[Leaning], costs: Sequence[float], start: Section) -> list[Section]:
    """The sections of consecutive lines behind one that lies in ``start``.

    ``costs[i]`` is what a change of section in front of line ``i`` takes off the evidence of ``leanings``.
    """
    scores: dict[Section, float] = dict.fromkeys(_STATES, -100.0)
    scores[start] = 0.0
    trail: list[dict[Section, Section]] = []
    for leaning, cost in zip(leanings, costs, strict=True):
        best = max(scores, key=scores.__getitem__)
        reached = scores[best] - cost
        came: dict[Section, Section] = {}
        for state in _STATES:
            entry = reached - _ENTRY.get(state, 0.0)
            if scores[state] < entry:
                scores[state], came[state] = entry, best
            scores[state] += leaning.get(state, 0.0)
        trail.append(came)
    last = max(scores, key=scores.__getitem__)
    path: list[Section] = []
    for came in reversed(trail):
        path.append(last)
        last = came.get(last, last)
    return path[::-1]
