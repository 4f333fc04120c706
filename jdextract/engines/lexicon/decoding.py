"""The likeliest sections of a stretch of lines, out of what each line speaks for: the Viterbi algorithm.

Sections last, so a change costs something: little at a heading or behind a blank line, much within a list.
"""

from __future__ import annotations

from collections.abc import Sequence

from jdextract.engines.lexicon.headings import Section
from jdextract.engines.lexicon.leanings import Leaning

_IMPOSSIBLE = -1e9
# The rarer a section without a heading of its own, the more evidence it needs.
_ENTRY: dict[Section, float] = {"preferred": 1.0, "stack": 0.5, "company": 0.3, "legal": 0.3, "application": 0.3}


def decode(leanings: Sequence[Leaning], costs: Sequence[float], start: Section) -> list[Section]:
    """The sections of consecutive lines behind one that lies in ``start``.

    ``costs[i]`` is what a change of section in front of line ``i`` takes off the evidence of ``leanings``.
    """
    # Only what some line speaks for can win; a stretch of which no line says anything stays where it is.
    states = tuple(dict.fromkeys((start, *(state for leaning in leanings for state in leaning))))
    if len(states) == 1:
        return [start] * len(leanings)
    entries = [(state, _ENTRY.get(state, 0.0)) for state in states]
    scores: dict[Section, float] = dict.fromkeys(states, _IMPOSSIBLE)
    scores[start] = best_score = 0.0
    best = start
    trail: list[dict[Section, Section]] = []
    for leaning, cost in zip(leanings, costs, strict=True):
        reached, origin = best_score - cost, best
        came: dict[Section, Section] = {}
        best_score = _IMPOSSIBLE
        for state, threshold in entries:
            score = scores[state]
            entry = reached - threshold
            if score < entry:
                score, came[state] = entry, origin
            if state in leaning:
                score += leaning[state]
            scores[state] = score
            if score > best_score:
                best, best_score = state, score
        trail.append(came)
    last = best
    path: list[Section] = []
    for came in reversed(trail):
        path.append(last)
        last = came.get(last, last)
    return path[::-1]
