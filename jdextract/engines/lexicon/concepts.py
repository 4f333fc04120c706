"""When the words of a practice or quality are asked for as an ability, and when they only colour a sentence.

"Experience with monitoring" asks for monitoring; "backend services" and "scalable products" name what is built.
"""

from __future__ import annotations

import re

from jdextract.engines.lexicon.matcher import Match
from jdextract.engines.lexicon.structure import Passage
from jdextract.models import Requirement

# Asked of everybody who writes software: a label on every posting says nothing about any.
TOO_GENERAL = frozenset({"software development", "computer programming", "information technology"})
# They only introduce the technologies that follow ("cloud platforms such as AWS").
_UMBRELLAS = frozenset({"cloud computing", "programming", "databases", "query languages", "software engineering best practices"})
_UMBRELLA_REACH = 70
_QUALITIES = (
    "scalable", "scaling", "reliable", "performant", "robust", "resilient", "highly", "high-performance", "high performance", "data-driven", "data driven",
    "cloud-based", "cloud based", "secure", "well-documented", "well-tested", "well tested", "testable", "mission-critical", "maintainable", "stable",
    "fault-tolerant", "fault tolerant", "innovative", "high-scale", "high-quality", "high quality", "distributed environment", "automated", "skalierbare", "performante", "stabile", "robuste", "datengetrieb", "hochwertig", "zuverlässig",
)
_ITEM_ENDS = re.compile(
    r"\s*(?:[,.;:!?)/|\n&•·]|$|-\s)|\s+(?:and|or|und|oder|sowie|in|for|with|of|on|at|to|as|is|are|via|using|by|from|within|across|through|throughout|e\.g|including|such|like|mit|für|von|bei|im|auf|zur|zum|"
    r"skills?|experience|knowledge|practices?|principles?|concepts?|techniques?|methods?|methodolog\w+|tools?|tooling|processes|process|frameworks?|fundamentals|best|strategies|patterns?|standards?|expertise|background|kenntnisse|erfahrung|is|sind|ist|when|while|where|that|you|we|our|your|a|an|the)\b"
)
_ABILITY = re.compile(
    r"\b(?:experience|experienced|expertise|expert|knowledge|understanding|familiar\w*|proficien\w+|skills?|skilled|background|ability|exposure|passion\w*|interest\w*|competen\w+|strong|solid|deep|excellent|good|comfortable|focus|attention|grasp|command|"
    r"kenntnisse?|erfahrung(?:en)?|verständnis|umgang|know-how|vertraut|fit|sicher|grundkenntnisse|expertise)\b[^.;!?]{0,44}$"
)


def is_coloring(
    lower: str, passage: Passage, match: Match, requirement: Requirement, *, listed: bool, next_technology: int | None
) -> bool:
    """Whether the match is a concept in name only.

    ``listed`` says that it stands in a list of skills; ``next_technology`` is the start of the next technology in
    the passage.
    """
    entry = match.entry
    if entry.kind != "concept":
        return False
    if entry.name in TOO_GENERAL:
        return True
    if entry.name in _UMBRELLAS and next_technology is not None and next_technology - match.high < _UMBRELLA_REACH:
        return True
    surface = lower[match.low : match.high]
    single = not any(mark in surface for mark in " -/+") and surface not in ("etl", "elt", "oop", "tdd", "bdd", "ddd", "ssr")
    quality = surface.startswith(_QUALITIES)
    if not single and not quality:
        return False
    if not listed and not _ITEM_ENDS.match(lower, match.high):
        return True
    if listed and not quality:
        return False
    asked = _ABILITY.search(lower, max(passage.low, match.low - 60), match.low) is not None
    if requirement == "mentioned":
        return quality or not (asked or listed)
    return quality and not asked
