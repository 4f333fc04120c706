"""What a posting names only to say that it is not asked for: "no Java here", "Kubernetes is not required"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.requirements import Scope, scope_before, sentence_end
from jdextract.engines.lexicon.sentence_cues import Cue
from jdextract.engines.lexicon.structure import Passage

REACH = 40
"""Characters between a denial and the first name that it is about."""

_STOP = expression(
    r"[.;:!?()\n]|\b(?:but|just|only|however|instead|sondern|aber|we|you|because|since|so|wir|du|sie|mit|nur|then)\b|, (?:and|und)\b|\s[-–—]\s"
)
# "No Kubernetes experience required" has nothing between the denial and the name but such words.
_FILLER = expression(
    r"(?:[\s'\"(]|\b(?:prior|previous|any|need|needed|for|experience|experiences|with|in|of|knowledge|a|an|the|to|know|using|use|be|more|legacy|old|specific|necessarily|requirement|programming|"
    r"von|mit|der|die|das|vor|erfahrung|erfahrungen|kenntnisse|vorkenntnisse|in|im|bereich|expertise|degree|shop|required|require|background|exposure|looking|skills|prerequisite|have|having|used|work|working|write|writing|wrangling|another|classic|heavy|pure|traditional|big|huge|here|ever|even|touch|see|ask for|asking for|is|are|maintain|run|support)\b)*"
)
_HEDGE = expression(
    r",? ?(?:but|though|although|yet|aber|jedoch)(?: (?:is|are|it|they|it is|it's|they are|ist|sind))? ?"
)
_LINK = expression(r"\s*(?:,|/|&|\bor\b|\bnor\b|\boder\b|\band\b|\bund\b|\bnoch\b|,? (?:no|kein|keine))+\s*")


def denied_scopes(
    plain: str, lower: str, passage: Passage, cues: Sequence[tuple[Cue, int, int]], spans: Sequence[Scope]
) -> list[Scope]:
    """The parts of a passage that are denied; ``spans`` are the names found in it, in order."""
    scopes: list[Scope] = []
    for index, (cue, start, end) in enumerate(cues):
        if cue == "denied_before":
            scopes.extend(_denied_list(lower, end, passage.high, spans))
        elif cue == "denied_behind" and not (
            _is_softened(end, cues[index + 1 :]) or _is_hedged(lower, start, cues[:index])
        ):
            low, high = scope_before(plain, lower, passage, (start, end))
            scopes.append((low, high))
            scopes.extend(_denied_list(lower, end, sentence_end(plain, end, passage.high), spans))
    return scopes


def _denied_list(lower: str, end: int, limit: int, spans: Sequence[Scope]) -> list[Scope]:
    behind = [span for span in spans if end <= span[0] < limit]
    if not behind or behind[0][0] - end > REACH:
        return []
    gap = lower[end : behind[0][0]]
    if _STOP.search(gap) or not _FILLER.fullmatch(gap):
        return []
    scopes = [behind[0]]
    for before, following in pairwise(behind):
        if not _LINK.fullmatch(lower[before[1] : following[0]]):
            break
        scopes.append(following)
    return scopes


def _is_softened(end: int, later: Sequence[tuple[Cue, int, int]]) -> bool:
    """Whether the denial goes on as a wish: "not required but a plus"."""
    return any(cue.startswith("preferred") and start - end < REACH for cue, start, _ in later)


def _is_hedged(lower: str, start: int, earlier: Sequence[tuple[Cue, int, int]]) -> bool:
    """Whether the denial only weakens a wish in front of it: "a plus but not required"."""
    return any(cue == "preferred_behind" and _HEDGE.fullmatch(lower, end, start) is not None for cue, _, end in earlier)
