"""Headings by their words, and those that a line without breaks hides: run into the text, or in front of a list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.headings import DENIAL, HEADING, RUN_IN, Section
from jdextract.engines.lexicon.phrases import Openings, PhraseFinder

LONGEST_HEADING = 100
"""Characters."""
_EDGES = expression(r"^[\W_]+|[\W_]+$")
_MARKS = " *_#:-–—.,;!?()[]|/&\"'•·"
"""Nearly all that `_EDGES` finds: to strip them takes a twentieth of the time."""
_NUMBERING = expression(r"^(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)]\s+")
_PARENTHESIS = expression(r"\s*\((?:m|w|d|f|x|all|gn|div|/|\||\*|,|\s|genders)+\)$")
_SINGLE_WORD_RUN_IN = frozenset(
    (
        "requirements",
        "qualifications",
        "responsibilities",
        "benefits",
        "aufgaben",
        "anforderungen",
        "advantageous",
        "desirable",
        "essential",
        "pluspunkte",
        "preferred",
        "qualifikation",
        "qualifikationen",
        "profil",
    )
)
# "Tech stack (what you will learn)": an aside to the reader.
_ASIDE = expression(r"\s*\((?=[^()]*\b(?:du|dir|dich|sie|ihnen|wir|uns|you|we|us)\b)[^()]+\)?$")
_NOT = expression(r"n't\b|\b(?:not?|never|nicht|kein\w*)\b")
_CURRENCIES = tuple("$€£")
_CLOSINGS = tuple(")+%0123456789")
# Markup of a heading behind other text on the same line; a bold word at its start is `_read_label`'s.
_MARKED = expression(r"(?<=\S )(?:\*\*(?P<bold>[^*\n]{3,60}?):?\*\*|#{1,5} (?P<hash>[^#\n]{3,90}))")
LONGEST_MARKED = 8
"""Words."""
_TITLES = ("Additional", "Basic", "Core", "Desirable", "Desired", "Essential", "Key", "Mandatory", "Minimum", "Preferred", "Primary",
           "Required")  # fmt: skip
# A heading's first word, with a word in front of it, and the capitals behind it.
_TITLED = expression(
    rf"(?<=[^\W_A-Z] )(?:{'|'.join(_TITLES)}) (?:(?:[A-Z][\w'-]*|&|/|and|or|of)[ ,]+){{1,6}}(?=[A-Z0-9])"
)
_TITLE_OPENINGS = Openings(map(str.lower, _TITLES))
# A heading in front of a colon or question mark in the middle of a line. It begins with the capitals of these words as well.
_COLONED = expression(
    r"[A-Z](?<![^\W_].)(?:(?<=A)(?:bout|dditional|dvantageous|nforderungen|ufgaben)|(?<=B)(?:asic|onus|ackground)|(?<=C)(?:ore|andidates?)|"
    r"(?<=D)(?:as|ein|eine|esir\w+|uties|u|ay)|(?<=E)(?:ssential|xperience|ven)|(?<=G)(?:ood|reat)|(?<=H)(?:ow|ere)|(?<=I)(?:n|deal\w*|hre?)|"
    r"(?<=J)ob|(?<=K)ey|(?<=M)(?:ain|andatory|inimum|ust|ajor)|(?<=N)ice|(?<=O)(?:ur|ptional)|(?<=P)(?:erson|lus\w*|osition|referr?\w*|rimary|rofil|luspunkte)|"
    r"(?<=Q)uali\w+|(?<=R)(?:equire\w*|esponsib\w+|ole)|(?<=S)(?:kills?|uccessful|tack|o)|(?<=T)(?:he|asks?|ech\w*|his|ypical|o)|(?<=U)nsere?|"
    r"(?<=V)(?:on|oraussetzungen)|(?<=W)(?:as|e|er|en|hat|ho|hy|ill|orauf|ould|ünschenswert)|(?<=Y)(?:ou|our))\b[^.:;!?|\n•·]{0,70}[:?](?=\s)"
)
_WORD = expression(r"[^\W_]\S*")
_RUN_INS = PhraseFinder({phrase: (phrase,) for phrase in RUN_IN})
# In front of a list, one word alone is a heading only where it can hardly be anything else.
_SINGLE_WORD_CLOSING = _SINGLE_WORD_RUN_IN | frozenset(
    ("desirable", "desired", "duties", "essential", "perks", "preferred", "skills", "wünschenswert")
)
_FUNCTION_WORD = expression(
    r"(?<![^\W_])(?:the|an?|our|your|of|in|on|for|with|and|or|to|by|at|from|as|is|are|die|der|das|den|dem|des|"
    r"eine?|mit|für|und|oder|von|zu[rm]?|bei|im)[ ]$"
)


@lru_cache(maxsize=8192)
def heading_section(core: str) -> Section | None:
    """The section that a heading names, given folded and without markup and colon; ``None`` if it is none."""
    if not 1 < len(core) <= LONGEST_HEADING:
        return None
    bare = _PARENTHESIS.sub("", _NUMBERING.sub("", core)).strip()
    if _NOT.search(bare) and DENIAL.fullmatch(bare):
        return "legal"  # what stands under it counts as little as the small print
    match = HEADING.fullmatch(bare) or ("(" in bare and HEADING.fullmatch(_ASIDE.sub("", bare)))
    return match.lastgroup if match else None  # type: ignore[return-value]


def heading_core(raw: str) -> str:
    """A folded line without the markup, bullets and punctuation around it."""
    core = raw.strip(_MARKS)
    if core and core[0].isalnum() and core[-1].isalnum():
        return core
    return _EDGES.sub("", core)


def run_in_headings(folded: FoldedText) -> list[tuple[int, int, Section]]:
    """Headings inside of running text, told by capitals around them."""
    plain, found = folded.plain, []
    for phrase, start, end in _RUN_INS.find(folded.lower):
        if not (plain[start].isupper() or plain[start:end].isupper()):
            continue
        section = heading_section(phrase)
        if section and _is_run_in(plain, start, end, phrase):
            found.append((start, end, section))
    known = {start for start, _, _ in found}
    found += [titled for titled in _titled_headings(folded) if titled[0] not in known]
    found.sort()
    if "**" in plain or "# " in plain:
        marked = list(_marked_headings(folded))
        found = marked + [run_in for run_in in found if not any(a <= run_in[0] < b for a, b, _ in marked)]
        found.sort()
    return found


def _titled_headings(folded: FoldedText) -> Iterator[tuple[int, int, Section]]:
    """Headings inside of running text, told by the capitals of all their words: "... ownership Preferred Technical Experience Docker"."""
    behind = 0
    for start in _TITLE_OPENINGS.places(folded.lower):
        if start < behind or not (match := _TITLED.match(folded.plain, start)):
            continue
        words = match[0].rstrip().split(" ")
        behind = match.end() + 1  # the word in front of the next one is none of these
        for count in range(len(words), 1, -1):
            end = start + len(" ".join(words[:count]))
            if section := heading_section(heading_core(folded.lower[start:end])):
                yield start, end, section
                break


def _marked_headings(folded: FoldedText) -> Iterator[tuple[int, int, Section]]:
    """Headings inside of running text, told by their markup: "... trails **Essential** 3 years ..."."""
    for match in _MARKED.finditer(folded.lower):
        if match["bold"] and (section := heading_section(heading_core(match["bold"]))):
            yield match.start(), match.end(), section
        elif match["hash"]:
            words = match["hash"].split(" ")
            for count in range(min(len(words), LONGEST_MARKED), 0, -1):
                if section := heading_section(heading_core(" ".join(words[:count]))):
                    yield match.start(), match.start("hash") + len(" ".join(words[:count])), section
                    break


def _is_run_in(plain: str, start: int, end: int, phrase: str) -> bool:
    rest = plain[end : end + 4].lstrip("*_")
    if start > 1 and plain[start - 1] == "-" and plain[start - 2].isalnum():  # "Container-Technologien: ..."
        return False
    before = plain[max(0, start - 4) : start].rstrip(" *_")
    opens = not before or before[-1] in ".!?:;)]•·|\n…" or not before[-1].isprintable()
    if rest.lstrip(" ")[:1] == ":":
        return opens or " " in phrase or phrase in _SINGLE_WORD_RUN_IN or plain[start:end].istitle()
    rest = rest.lstrip("?.…!")
    if not rest[:1].isspace() and rest[:1] not in "-–—":
        return False
    follower = rest.strip(" -–—*_•·")[:1]
    if not (follower.isupper() or follower.isdigit() or follower in _CURRENCIES):
        return False
    if " " not in phrase and "-" not in phrase:
        return (opens and len(phrase) > 5) or (
            phrase in _SINGLE_WORD_RUN_IN and (before[-1:].islower() or before[-1:] in _CLOSINGS)
        )
    return True


def coloned_headings(folded: FoldedText, low: int, high: int) -> Iterator[tuple[int, Section]]:
    """Headings inside of ``[low, high)``, told by the mark behind them: "... of your peers What we need to see: 3 years ..."."""
    plain, start = folded.plain, low
    if plain.find(":", low, high) < 0 and plain.find("?", low, high) < 0:  # most lines
        return
    while match := _COLONED.search(plain, start, high):
        start = match.start() + 1
        if section := heading_section(heading_core(folded.lower[match.start() : match.end()])):
            yield match.start(), section
            start = match.end()


def closing_heading(folded: FoldedText, low: int, high: int) -> tuple[int, Section] | None:
    """The heading that the last words of ``[low, high)`` are, behind which a list begins on the same line."""
    words = list(_WORD.finditer(folded.plain, low, high))[-LONGEST_MARKED:]
    for count, word in enumerate(words):
        start = word.start()
        if not word[0][0].isupper() or _FUNCTION_WORD.search(folded.lower, low, start):
            continue
        core = heading_core(folded.lower[start:high])
        if section := heading_section(core):
            before = words[count - 1][0] if count else ""
            if " " not in core and (core not in _SINGLE_WORD_CLOSING or (before[:1].isupper() and before.isalpha())):
                continue
            # A list item that is nothing but the heading's words is an item.
            if any(map(str.isalnum, folded.plain[low:start])) or start == low:
                return start, section
    return None
