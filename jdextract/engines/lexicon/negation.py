"""What a posting names only to say that it is not asked for: "no Java here", "Kubernetes is not required"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from jdextract.engines.lexicon.requirements import Cue, Scope, scope_before, sentence_end
from jdextract.engines.lexicon.structure import Passage

REACH = 40
"""Characters between a denial and the first name that it is about."""

NEGATION_CUES: dict[Cue, tuple[str, ...]] = {
    "denied_before": (
        "no",
        "not",
        "without",
        "don't need",
        "do not need",
        "doesn't need",
        "don't require",
        "do not require",
        "doesn't require",
        "does not require",
        "no need for",
        "no need to know",
        "don't use",
        "do not use",
        "don't do",
        "doesn't use",
        "never",
        "not using",
        "not looking for",
        "aren't looking for",
        "are not looking for",
        "isn't",
        "is not",
        "aren't",
        "won't need",
        "won't be using",
        "won't be writing",
        "won't use",
        "will not use",
        "no longer use",
        "no longer",
        "instead of",
        "rather than",
        "as opposed to",
        "unlike",
        "zero",
        "don't have to know",
        "don't care about",
        "free of",
        "neither",
        "nor",
        "away from",
        "don't work with",
        "don't want",
        "not interested in",
        "avoid",
        "stay away from",
        "kein",
        "keine",
        "keinen",
        "keinem",
        "keiner",
        "ohne",
        "statt",
        "anstatt",
        "anstelle von",
        "nicht",
        "weder",
        "niemals",
        "im gegensatz zu",
        "wir verzichten auf",
        "brauchst kein",
        "brauchst keine",
        "benötigst keine",
    ),
    "denied_behind": (
        "not required",
        "not needed",
        "not necessary",
        "isn't required",
        "isn't needed",
        "isn't necessary",
        "is not required",
        "is not needed",
        "is not necessary",
        "aren't required",
        "are not required",
        "are not needed",
        "not mandatory",
        "not a requirement",
        "isn't a requirement",
        "not essential",
        "not expected",
        "unnecessary",
        "not a prerequisite",
        "no prerequisite",
        "not important",
        "not used",
        "need not apply",
        "is no requirement",
        "not in use",
        "not our thing",
        "not for us",
        "nicht erforderlich",
        "nicht notwendig",
        "nicht nötig",
        "nicht benötigt",
        "sind nicht erforderlich",
        "nicht vorausgesetzt",
        "keine voraussetzung",
        "nicht gefordert",
        "nicht relevant",
        "brauchst du nicht",
        "brauchen sie nicht",
        "kommt bei uns nicht zum einsatz",
        "nicht im einsatz",
        "setzen wir nicht voraus",
        "werden nicht vorausgesetzt",
        "wird nicht vorausgesetzt",
    ),
    "not_denied": (
        "not only",
        "not just",
        "not limited to",
        "including but not limited to",
        "not to mention",
        "no matter",
        "no fear",
        "not afraid",
        "no stranger to",
        "no problem",
        "not necessarily limited",
        "no less than",
        "not shy",
        "don't hesitate",
        "no bullshit",
        "no nonsense",
        "no-nonsense",
        "no one",
        "no doubt",
        "whether or not",
        "not a problem",
        "if not",
        "not yet",
        "no later than",
        "not merely",
        "not solely",
        "no surprise",
        "no code",
        "no-code",
        "not without",
        "no hesitation",
        "no prior",
        "can't live without",
        "cannot live without",
        "without fear",
        "without hesitation",
        "without compromising",
        "without sacrificing",
        "without supervision",
        "no one-size",
        "not exclusively",
        "no small",
        "nicht nur",
        "nicht zuletzt",
        "keine angst",
        "keine scheu",
        "ohne scheu",
        "nicht ausschließlich",
        "kein problem",
        "kein fremdwort",
        "keine fremdwörter",
        "kein neuland",
        "nicht fremd",
        "nicht unbekannt",
        "keine unbekannten",
        "keine unbekannte",
        "ohne berührungsängste",
        "keine berührungsängste",
    ),
}

_STOP = re.compile(
    r"[.;:!?()\n]|\b(?:but|just|only|however|instead|sondern|aber|we|you|because|since|so|wir|du|sie|mit|nur|then)\b|, (?:and|und)\b|\s[-–—]\s"
)
# "No Kubernetes experience required" has nothing between the denial and the name but such words.
_FILLER = re.compile(
    r"(?:[\s'\"(]|\b(?:prior|previous|any|need|needed|for|experience|experiences|with|in|of|knowledge|a|an|the|to|know|using|use|be|more|legacy|old|specific|necessarily|requirement|programming|"
    r"von|mit|der|die|das|vor|erfahrung|erfahrungen|kenntnisse|vorkenntnisse|in|im|bereich|expertise|degree|shop|required|require|background|exposure|looking|skills|prerequisite|have|having|used|work|working|write|writing|wrangling|another|classic|heavy|pure|traditional|big|huge|here|ever|even|touch|see|ask for|asking for|maintain|run|support)\b)*"
)
_LINK = re.compile(r"\s*(?:,|/|&|\bor\b|\bnor\b|\boder\b|\band\b|\bund\b|\bnoch\b|,? (?:no|kein|keine))+\s*")


def denied_scopes(
    plain: str, lower: str, passage: Passage, cues: Sequence[tuple[Cue, int, int]], spans: Sequence[Scope]
) -> list[Scope]:
    """The parts of a passage that are denied; ``spans`` are the names found in it, in order."""
    scopes: list[Scope] = []
    for index, (cue, start, end) in enumerate(cues):
        if cue == "denied_before":
            scopes.extend(_denied_list(lower, end, passage.high, spans))
        elif cue == "denied_behind" and not _is_softened(end, cues[index + 1 :]):
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
