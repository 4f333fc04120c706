"""Whose practice or trait a sentence tells of: "We're building AI-driven products" says nothing of the person."""

from __future__ import annotations

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.phrases import Openings
from jdextract.engines.lexicon.requirements import sentence_start
from jdextract.engines.lexicon.structure import Passage

_COMPANY = r"(?:we|we're|we've|our|it's our|the (?:organi[sz]ation|company|team)|wir|unser\w*|bei uns)"
_COMPANY_NAMED = expression(rf"\b{_COMPANY}\b")
_COMPANY_OPENINGS = Openings(
    ("we", "our", "it's our", "the organi", "the company", "the team", "wir", "unser", "bei uns")
)
_COMPANY_FIRST = expression(
    rf"[\W_]*(?:(?:now|today|and|so|but|here|together)[ ,]+)*{_COMPANY}\b"
    r"(?!'| (?:are )?(?:\w+ly )?(?:looking|search|seek|need|expect|want|require|hiring|value|suchen|erwarten|wünschen))"
)
_PERSON = expression(r"\b(?:you|your|candidate|someone|du|dein\w*|sie|ihre?)\b")


def tells_of_company(folded: FoldedText, passage: Passage, position: int) -> bool:
    """Whether the sentence of ``position`` has the company as its subject and no person up to there."""
    lower = folded.lower
    if passage.section == "stack":  # "our stack" is what the person works with
        return False
    named = _COMPANY_OPENINGS.first(lower, passage.low, position)
    if named is None or _COMPANY_NAMED.search(lower, named, position) is None:
        return False
    start = sentence_start(folded.plain, passage.low, position)
    return _COMPANY_FIRST.match(lower, start, position) is not None and _PERSON.search(lower, start, position) is None
