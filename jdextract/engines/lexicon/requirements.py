"""How strongly a passage asks for what it names: by its section, and by cues within the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.headings import Section
from jdextract.engines.lexicon.phrases import listed
from jdextract.engines.lexicon.sections import WORK, WORK_WORDS
from jdextract.engines.lexicon.sentence_cues import Cue
from jdextract.engines.lexicon.structure import Passage
from jdextract.models import Requirement

# A sentence, or an item of a list that has lost its line breaks. The one set of characters that any of the ends begins
# with stands first, so that a search skips to them: six times as fast.
_SENTENCE = expression(
    r"[.!?;\s](?:(?<=[.!?;])(?=\s|$)(?<![\s(.][^\W\d_].)(?<!\bbzw.)(?<!\binkl.)(?<!\bincl.)(?<!\bca.)(?<!\bvs.)(?<!\betc.)(?<!\bggf.)|(?<=\s)[•·▪●✓➤|]\s|(?<=\n)|(?<=[a-zà-ü0-9)] )(?=[A-Z])(?=(?:Experience|Knowledge|Familiarity|Strong|Ability|Interest|Proficiency|Proficient|"
    r"Excellent|Good|Understanding|Working|Solid|Proven|Bachelor|Degree|Hands-on|Comfortable|Passion|Expertise|Demonstrated|Minimum|Must|Bonus|You|Familiar)\b))"
)
# Within a sentence a new demand begins, so a cue behind it reaches no further back, and one before it no further on.
_HEAD = expression(
    r"(?:,|\band\b|\bund\b|\bwith\b|\bbut\b|\baber\b|\bsowie\b|;|\s-\s)\s*(?:and |und |also |but |aber |some |any |with |a |having |have |basic |good |strong |solid |prior |previous |working |hands-on |additional |erste |gute |sehr gute |fundierte |practical |deep |great )*"
    r"(?:experience|knowledge|familiarity|understanding|exposure|expertise|proficiency|background|ability|familiar|proficient|comfortable|you|we|"
    r"strong|solid|excellent|kenntnisse|erfahrung(?:en)?|verständnis|grundkenntnisse|must|interest|fluent|knowing|certification|skills in|kenntnisse)\b|\bbut\b|\baber\b|\bsondern\b"
)
_NOUN_ENDS = expression(
    r"(?:skills?|experience|knowledge|background|required|must|mandatory|essential|proficiency|expertise|fundamentals|kenntnisse|erfahrung|erforderlich|vorausgesetzt|needed|necessary)\)?,\s"
)

# "... is a plus, as is experience with Kafka".
_AS_IS = (
    ", as is ",
    ", as are ",
    ", as would ",
    " as is ",
    " as are ",
    ", and so is ",
    ", and so are ",
    ", ebenso ",
    ", genauso ",
)

Scope = tuple[int, int]


def sentence_start(plain: str, low: int, position: int) -> int:
    """The start of the sentence of ``plain[low:]`` that ``position`` lies in."""
    start = low
    for match in _SENTENCE.finditer(plain, low, position):
        start = match.end()
    return start


def sentence_end(plain: str, position: int, high: int) -> int:
    """The end of the sentence that ``position`` lies in, at most ``high``."""
    match = _SENTENCE.search(plain, position, high)
    return match.start() if match else high


def scope_before(plain: str, lower: str, passage: Passage, cue: tuple[int, int]) -> Scope:
    """What a cue is about that stands behind it: the clause in front of it."""
    start, _ = cue
    opening = _open_bracket(lower, passage.low, start)
    if opening is not None:
        if lower[opening + 1 : start].strip(" ,") and _names_something(lower[opening + 1 : start]):
            return opening, start
        # "Kafka (a plus)": the bracket is about the item in front of it.
        low = sentence_start(plain, passage.low, opening)
        return max(
            low, lower.rfind(",", low, opening), lower.rfind(";", low, opening), lower.rfind("),", low, opening)
        ), opening
    low = sentence_start(plain, passage.low, start)
    if lower.startswith("is ", start) or lower.endswith(" is ", low, start):
        low = max(low, lower.rfind(";", low, start))  # "C; C++ is welcome" says nothing of C
    for match in _HEAD.finditer(lower, low, start):
        if match.end() < start - 2:
            low = match.start()
    for match in _NOUN_ENDS.finditer(lower, low, start):
        low = match.end()
    return low, start


def scope_behind(plain: str, lower: str, passage: Passage, cue: tuple[int, int]) -> Scope:
    """What a cue is about that stands in front of it: the rest of its clause or bracket."""
    start, end = cue
    high = sentence_end(plain, end, passage.high)
    if (opening := _open_bracket(lower, passage.low, start)) is not None:
        closing = lower.find(")", opening, high)
        high = closing if closing >= 0 else high
    elif match := _HEAD.search(lower, end + 24, high):
        high = match.start()
    return end, high


def _open_bracket(lower: str, low: int, position: int) -> int | None:
    opening = lower.rfind("(", low, position)
    return opening if opening >= 0 and lower.find(")", opening, position) < 0 else None


def _names_something(inside: str) -> bool:
    words = inside.replace(",", " ").split()
    return any(
        word
        not in {
            "but",
            "is",
            "are",
            "would",
            "be",
            "a",
            "as",
            "also",
            "an",
            "not",
            "required",
            "strongly",
            "highly",
            "wäre",
            "ist",
            "sind",
        }
        for word in words
    )


def preferred_scopes(plain: str, lower: str, passage: Passage, cues: Sequence[tuple[Cue, int, int]]) -> list[Scope]:
    """The parts of a passage that cues make nice to have."""
    scopes: list[Scope] = []
    for index, (cue, start, end) in enumerate(cues):
        if cue == "preferred_before":
            scopes.append(_wish_behind(plain, lower, passage, (start, end), cues[index + 1 :]))
        elif cue == "preferred_behind" and not _describes(plain, lower, passage, (start, end)):
            scopes.append(_wish_before(plain, lower, passage, (start, end), cues[:index]))
            goes_on = lower[end : end + 1] == ":" or lower.startswith(_AS_IS, end)
            if goes_on or not lower[passage.low : start].strip(" -*•·"):
                scopes.append((end, sentence_end(plain, end, passage.high)))
    return scopes


# "Useful tools", "the desired outcome": what the noun behind them is like, not how much something is asked for.
_ADJECTIVES = frozenset(
    listed("""
        advantageous | appreciated | beneficial | desirable | desired | favorable | favourable | helpful | optional |
        preferable | preferred | recommended | super | useful | valued | welcome | welcomed
        """)
)
_IS = expression(
    r"\b(?:is|are|be|being|was|were|ist|sind|wäre|wären|highly|strongly|very|also|especially|particularly|quite) $"
)
_NO_NOUN = expression(
    r" (?:and|or|but|if|as|to|for|in|on|at|with|when|where|while|because|since|over|though|although|too|also|not|here|by|from|of|"
    r"that|it|we|you|this|these|daily|und|oder|aber|wenn|für|bei|im|in|auch|sowie)\b"
)


def _describes(plain: str, lower: str, passage: Passage, cue: Scope) -> bool:
    """Whether the cue is an adjective of the noun behind it, in the middle of a sentence."""
    start, end = cue
    if lower[start:end] not in _ADJECTIVES or not plain[end + 1 : end + 2].islower() or plain[end] != " ":
        return False
    if not lower[passage.low : start].strip(" -*•·") or _NO_NOUN.match(lower, end):
        return False
    return lower[start:end] == "super" or not _IS.search(lower, max(passage.low, start - 14), start)


def _wish_behind(plain: str, lower: str, passage: Passage, cue: Scope, later: Sequence[tuple[Cue, int, int]]) -> Scope:
    low, high = scope_behind(plain, lower, passage, cue)
    # "Idealerweise" may close its sentence as well: then it is about what stands before it.
    if not lower[low:high].strip(" .!):"):
        return scope_before(plain, lower, passage, cue)
    if any(other == "required_behind" and low < start < high for other, start, _ in later):
        return low, low
    return low, high


def _wish_before(
    plain: str, lower: str, passage: Passage, cue: Scope, earlier: Sequence[tuple[Cue, int, int]]
) -> Scope:
    low, high = scope_before(plain, lower, passage, cue)
    for other, _, end in earlier:
        if other in ("required_behind", "preferred_behind") and low < end <= high:
            low = end
    return low, high


# Where what is named is only told, a demand stands in the middle of it: "apply strong SQL skills", "which takes experience with Go".
_TOLD = frozenset({"duties", "stack"})
_LEARNT = expression(
    r"\b(?:gain|gaining|build|building|deepen|grow|growing|develop|developing|learn|get|getting|acquire|share|sharing|expand|expanding|extend|improve|broaden|offer|provide|sammel\w*|teil\w*|vertief\w*|erweiter\w*|erwirb\w*|weiter)\b[^.;:,]{0,30}$"
)
# "... expertise in Go to build reliable services": the rest is work.
_PURPOSE = expression(r" (?:to|while|so that|in order|for|when|by|um|damit|für|bei) |[;—–(]| - ")
_ABILITY = expression(r"\b(?:your|strong|solid|deep|excellent|proven|advanced|expert) (?:[\w+#./&-]+,? ){1,4}$")


def required_scopes(plain: str, lower: str, passage: Passage, cues: Sequence[tuple[Cue, int, int]]) -> list[Scope]:
    """The parts of a passage that cues make a demand, whatever the section says."""
    scopes: list[Scope] = []
    for cue, start, end in cues:
        if cue == "required_before":
            scopes.append(scope_behind(plain, lower, passage, (start, end)))
        elif cue == "required_behind":
            scopes.append(scope_before(plain, lower, passage, (start, end)))
        elif passage.section not in _TOLD:
            continue
        elif cue == "demand_before" and not _LEARNT.search(lower, passage.low, start):
            low, high = scope_behind(plain, lower, passage, (start, end))
            over = _PURPOSE.search(lower, low, high)
            scopes.append((low, over.start() if over else high))
        elif cue == "demand_behind" and (ability := _ABILITY.search(lower, max(passage.low, start - 60), start)):
            scopes.append(ability.span())
    return scopes


_DEMAND_IN_DUTIES = expression(
    r"\b(?:years?'? (?:of )?(?:\w+ )?experience|\d\+? years|must have|strong experience|requires?d? (?:\w+ )?experienced?|require experienced)\b"
)
# One of them stands in each.
_IN_DEMANDS = ("experience", " years", "must have", "require")


def section_requirement(passage: Passage, lower: str) -> Requirement | None:
    """What the section alone says of all that the passage names; ``None`` where it is not asked for.

    Where no heading says so, `requirement_at` tells the parts of a sentence apart.
    """
    match passage.section:
        case "requirements":
            return "required"
        case "preferred":
            return "preferred"
        case "duties":
            line = lower[passage.low : passage.high]
            if not any(map(line.__contains__, _IN_DEMANDS)):
                return "mentioned"
            return "required" if _DEMAND_IN_DUTIES.search(lower, passage.low, passage.high) else "mentioned"
        case "stack" | "title" | "other":
            return "mentioned"
        case _:
            return None


# These say how something else is done: "who enjoy working in Go" demands Go.
_SUBORDINATE = ("using", "working in", "working with", "work in", "in production")


def requirement_at(
    folded: FoldedText, passage: Passage, section: Requirement, position: int, *, trait: bool = False
) -> Requirement:
    """The requirement of something named at ``position``, where ``section`` is that of the whole passage.

    A ``trait`` belongs to the person whom the sentence looks for, however much of the work it tells in between.
    """
    if trait and any(section == "requirements" and start <= position for section, start in passage.cues):
        return "required"
    if section == "required" and passage.headed and not passage.bullet and _tells_of_work(folded, passage, position):
        return "mentioned"
    if passage.headed or not passage.cues or passage.section not in ("requirements", "duties", "stack"):
        return section
    cues = [cue for cue in passage.cues if cue[0] in ("requirements", "stack", "duties")]
    return _by_nearest_cue(folded, passage, cues, position)


def _tells_of_work(folded: FoldedText, passage: Passage, position: int) -> bool:
    """Whether the sentence is on the work, among others on the person."""
    if all(folded.lower.find(word, passage.low, position) < 0 for word in WORK_WORDS):
        return False
    start = sentence_start(folded.plain, passage.low, position)
    return WORK.match(folded.lower, start, position) is not None


def _by_nearest_cue(
    folded: FoldedText, passage: Passage, cues: Sequence[tuple[Section, int]], position: int
) -> Requirement:
    """Running text: the last cue in front of the name decides, or the first behind it in its sentence."""
    ahead = [cue for cue in cues if cue[1] <= position]
    low = sentence_start(folded.plain, passage.low, position) if len(cues) > 1 or not ahead else passage.low
    own = [cue for cue in ahead if cue[1] >= low]
    if len(own) > 1 and folded.lower.startswith(_SUBORDINATE, own[-1][1]):
        own = [cue for cue in own if not folded.lower.startswith(_SUBORDINATE, cue[1])] or own
    if ahead:
        return "required" if (own or ahead)[-1][0] == "requirements" else "mentioned"
    high = sentence_end(folded.plain, position, passage.high)
    if cues and cues[0][1] >= high:
        return "mentioned"
    return "required" if passage.section == "requirements" else "mentioned"
