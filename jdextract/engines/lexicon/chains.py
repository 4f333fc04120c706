"""Matches that stand beside each other in a list, and what joins them: ",", "/", "or", "and", a parenthesis."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Literal

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.matches import Match

Joint = Literal["comma", "slash", "or", "and", "bracket"]
"""What stands between two neighbours of a list."""

LONGEST_JOINT = 32
"""Characters."""

_OR = expression(
    r"[\s,/(]*(?:(?:,|/)\s*)?(?:(?:and|und) ?/ ?)?(?:or|oder|bzw\.?|alternatively|alternativ|or even|or maybe|or else|and/or|und/oder)[\s,(]*(?:in |with |mit |at least |even )?"
)
_AND = expression(
    r"[\s,)]*(?:and|und|&|\+|as well as|sowie|plus|with|mit|und auch|along with|und/oder|and also|including)[\s(]*"
)
_SLASH = expression(r"\s?[/|\\]\s?")
_COMMA = expression(r"\s*[,;·•]\s*")
_BRACKET = expression(
    r"[\s,;:)\]]*[()\[\]:][\s,;(\[]*(?:e\.? ?g\.?|i\.? ?e\.?|z\.? ?b\.?|such as|like|wie|including|inkl\.?|and|or|und|oder|/|&|\+|preferably|ideally|mainly|idealerweise|bevorzugt|vorzugsweise)?[\s,.:(]*"
    r"|[\s,]*(?:such as|like|including|e\.? ?g\.?,?|z\. ?b\.?|wie(?: etwa| z\. ?b\.)?|inkl\.?|incl\.?|insbesondere|especially|particularly|preferably|ideally|mainly|namely)[\s,:(]*"
)

# "Java 21, Kotlin 2.x and up": the version belongs to the name in front.
_VERSION = expression(r"\s?(?:v|version )?\d{1,4}(?:\.(?:\d+|x))*\+?(?![^\W_])")


@lru_cache(maxsize=4096)
def joint(gap: str) -> Joint | None:
    """What the folded text between two matches makes of them; ``None`` where they are no neighbours."""
    if version := _VERSION.match(gap):
        gap = gap[version.end() :]
    if _COMMA.fullmatch(gap):
        return "comma"
    if _SLASH.fullmatch(gap):
        return "slash"
    if _OR.fullmatch(gap):
        return "or"
    if _AND.fullmatch(gap):
        return "and"
    return "bracket" if _BRACKET.fullmatch(gap) else None


def joints(lower: str, matches: list[Match]) -> list[Joint | None]:
    """For each match what joins it to the next one in ``matches``, which are those of one passage, in order."""
    found: list[Joint | None] = []
    for match, following in pairwise(matches):
        gap = lower[match.high : following.low]
        found.append(joint(gap) if len(gap) <= LONGEST_JOINT else None)
    found.append(None)
    return found
