"""Words of a practice that are only the last part of another thing's name: "security analytics", "payment API"."""

from __future__ import annotations

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import listed
from jdextract.engines.lexicon.structure import Passage
from jdextract.models import Requirement

# In front of these a noun makes another thing of them ("security analytics", "payment API"); verbs and words of
# degree do not.
_HEAD_NOUNS = frozenset(
    listed("""
        algorithm | algorithms | analytics | api | apis | architecture | authentication | automation | communication |
        dashboard | dashboards | games | migration | migrations | monolith | reporting | reviews | storage |
        testing | tests | trading | translation
        """)
)
_WORD_BEFORE = expression(r"(?<![\w-])([a-z0-9][\w+#.-]*) $")
_NO_NOUNS = expression(
    r"(?:\w+(?:ing|ly|able|ible|ive|ful|ous|al|ed|ic)|a|an|the|and|or|of|for|in|on|to|with|at|by|from|as|via|through|into|your|our|"
    r"their|its|his|these|those|this|that|such|all|any|some|both|each|every|no|not|own|new|good|great|strong|solid|deep|"
    r"clear|clean|broad|basic|modern|complex|robust|secure|public|open|fast|large|small|high|more|other|various|"
    r"multiple|different|many|few|several|hands-on|in-depth|end-to-end|large-scale|high-quality|"
    r"build|builds|design|designs|develop|develops|create|creates|write|writes|own|owns|drive|drives|lead|leads|improve|improves|"
    r"use|uses|maintain|maintains|implement|implements|expose|exposes|consume|consumes|integrate|integrates|support|"
    r"include|includes|run|runs|ship|ships|extend|extends|test|review|shape|define|defines|own|know|love|rest|restful|graphql|"
    r"grpc|soap|web|http|json|i|we|you|they|bereich|umfeld|themen?|mit|im|von|wie|der|die|das|und|oder|für|sowie)"
)
# Whose architecture is meant: the duty's object, not an ability.
_OF_WHAT = expression(r" (?:of|for)\b")
_REACH = 30
"""Characters of a word in front, at most."""


def is_another_thing(folded: FoldedText, passage: Passage, match: Match, requirement: Requirement) -> bool:
    """Whether a noun in front makes another thing of the match; a capital behind small letters begins anew."""
    lower = folded.lower
    surface = lower[match.low : match.high]
    if surface not in _HEAD_NOUNS:
        return False
    if requirement == "mentioned" and surface == "architecture" and _OF_WHAT.match(lower, match.high):
        return True
    before = _WORD_BEFORE.search(lower, max(passage.low, match.low - _REACH), match.low)
    if before is None or _NO_NOUNS.fullmatch(before[1]):
        return False
    written = folded.plain[match.low : match.low + 2]
    return written.isupper() or not written[0].isupper() or folded.plain[before.start(1)].isupper()
