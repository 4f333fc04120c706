"""A list of technologies where nobody looks for one: the team's stack in the middle of what the company says of itself."""

from __future__ import annotations

from jdextract.engines.lexicon.chains import joints
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.structure import Passage

_ENOUGH = 3
"""Names in a row that make a stack."""
_GAP = 20
"""Characters between the label of a stack and the first of its names."""
# A bullet, and a label: "Skills, platforms etc.: ".
_OPENING = expression(r"[\W_]*(?:[^\W_][\w ,/&.+-]{1,40}:\s*)?")
# The label of a stack, which may follow the notes on equal opportunities as well.
_STACK_LABEL = expression(
    r"[\W_]*(?=[^\n:]{0,44}\b(?:(?:tech(?:nology|nologie)?|software)?[ -]?stack|tech(?:nologies|nologien|nology|nik)?|tools|tooling|toolset|werkzeuge)\b)"
    r"[^\W_][\w ,/&.+-]{1,44}:"
)
# What is named behind these is somebody's company, or what the product works with.
_OTHERS = expression(
    r"\b(?:customers?|clients?|investors?|backed|partners?|integrat\w+|founders?|trusted|alumni|from|formerly|such companies|"
    r"kunden|partner\w*|investoren|anbindung\w*)\b|\bex-"
)


def lists_a_stack(lower: str, passage: Passage, matches: list[Match]) -> bool:
    """Whether ``passage``, which lies in no section about the work, lists what is worked with there.

    It opens with at least three technologies in a row, or the company names as many languages and frameworks.
    """
    technologies = [match for match in matches if match.entry.kind == "technology" and not match.lowered]
    if len(technologies) < _ENOUGH:
        return False
    if label := _STACK_LABEL.match(lower, passage.low, passage.high):
        return technologies[0].low - label.end() <= _GAP
    named = [match for match in technologies if not match.doubt]
    if len(named) < _ENOUGH or passage.section == "legal":
        return False
    first = longest = 0
    start = 0
    for index, joint in enumerate(joints(lower, named)):
        if index + 1 - start > longest:
            first, longest = start, index + 1 - start
        if joint is None:
            start = index + 1
    if longest < _ENOUGH or _OTHERS.search(lower, passage.low, named[first].low):
        return False
    opening = _OPENING.match(lower, passage.low, passage.high)
    if opening and opening.end() >= named[first].low:
        return True
    row = named[first : first + longest]
    spoken = sum(match.entry.category == "languages_frameworks" for match in row)
    return passage.section == "company" and spoken >= _ENOUGH
