"""Whose practice or trait a sentence tells of: "We're building AI-driven products" says nothing of the person."""

from __future__ import annotations

from collections.abc import Iterable

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
    rf"[\W_]*(?:(?:now|today|and|so|but|here|together)[ ,]+)*(?:(?:with|since|as|after|over|for|from|in|at) [^,.;:!?\n]{{1,70}}, )?{_COMPANY}\b"
    r"(?!'| (?:are )?(?:\w+ly )?(?:looking|search|seek|need|expect|want|require|hiring|value|suchen|erwarten|wünschen))"
)
_BEFORE_NAME = expression(r"[\W_]*(?:(?:at|bei) |(?:with|since|for|from|in|over|founded|mit|seit)\b[^,.;]{0,60}, )?")
_ASKS = expression(
    r"\b(?:look|search|seek|hir|recruit|need|requir|expect|want|such|erwart)(?:s|es|e|t|en|ing)?\b|\b(?:interns?|engineers?|developers?|you)\b"
)
_PERSON = expression(r"\b(?:you|your|candidate|someone|du|dein\w*|sie|ihre?)\b")


def tells_of_company(folded: FoldedText, passage: Passage, position: int, names: Iterable[str] = ()) -> bool:
    """Whether the sentence of ``position`` has the company as its subject and no person up to there.

    The company is "we", or one of its folded ``names``.
    """
    lower = folded.lower
    if passage.section == "stack":  # "our stack" is what the person works with
        return False
    named = _COMPANY_OPENINGS.first(lower, passage.low, position)
    if named is not None and _COMPANY_NAMED.search(lower, named, position):
        start = sentence_start(folded.plain, passage.low, position)
        if _COMPANY_FIRST.match(lower, start, position):
            return _PERSON.search(lower, start, position) is None
    if any(lower.find(name, passage.low, position) >= 0 for name in names):
        start = sentence_start(folded.plain, passage.low, position)
        return _begins_with(folded, start, names) and _ASKS.search(lower, start, position) is None
    return False


def _begins_with(folded: FoldedText, start: int, names: Iterable[str]) -> bool:
    opening = _BEFORE_NAME.match(folded.lower, start)
    low = opening.end() if opening else start
    return any(
        folded.lower.startswith(name, low)
        and not folded.plain[low].islower()
        and not folded.plain[low + len(name) : low + len(name) + 1].isalnum()
        for name in names
    )
