"""What a duty acts on, and in a few words what an unlisted duty is, as the posting puts it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter

from jdextract.engines.lexicon.expressions import expression

LONGEST_OBJECT = 5
"""Words; a longer phrase is a clause rather than a name."""

LONGEST_SUMMARY = 8
"""Words."""

_WORD = expression(r"[^\W_][\w+#&./'’-]*")
_EDGE = expression(r"[^\w+#)]+$")
# A noun phrase ends at these, English and German.
_STOP_WORDS = """
for to in of with using that which who and or on at by from as into across via through within while our your their its
the a an this these those all any each every is are be will would can you we they it them us so if when where how also
both etc other such zusammen new various multiple own ensure ensuring including include better together closely directly
von der die das dem den des ein eine einen einem einer eines mit für und oder sowie im in zur zum zu bei auf aus an über
unter nach durch als unserer unseren unserem unsere unser deiner deinen deine dein ihrer ihren ihre du sie wir inklusive
bis neuer neue neuen wie z.b z. diese dieser dieses
"""
_STOP = frozenset(_STOP_WORDS.split())
# Verbs and verb-like words that touch a noun phrase without being of it.
_VERB_WORDS = """
build develop design implement create write deliver ship extend expand own launch enhance evolve maintain support
scale improve integrate manage automate optimize operate run power represent execute executing ingest monitor deploy
configure define model lead drive help architect prototype contribute test troubleshoot analyze transform process
building developing designing implementing creating maintaining scaling improving operating running managing combining
combines uniquely extremely highly fully support supporting optimal
"""
_VERBS = frozenset(_VERB_WORDS.split())
_TITLES = expression(r"(?:engineers?|developers?|architects?|administrators?|entwickler|entwicklern)$", re.IGNORECASE)
_TRAILING = expression(r"(?:ed|ing|able|ly|arbeiten|t)$")
_LEADING = expression(
    r"^(?:you(?:'ll| will| would)|we expect you to|du wirst|du|sie)\s+|^(?:als|as)\s[^,]{3,50},\s*", re.IGNORECASE
)
_BULLET = expression(r"^[\s\W_]+(?=[\w])")
_ENGLISH_START = expression(
    r"(?:act|adapt|address|advocate|analy[sz]e|apply|arrange|assess|assist|assume|attend|be|bring|build|carry|champion|collect|complete|conduct|contribute|control|coordinate|create|cultivate|define|deliver|demonstrate|"
    r"detect|determine|develop|diagnose|drive|embrace|enable|encourage|engage|enhance|ensure|establish|estimate|evaluate|execute|explore|facilitate|follow|foster|gather|give|handle|help|identify|implement|improve|influence|"
    r"initiate|inspect|investigate|keep|lead|learn|leverage|maintain|make|manage|measure|model|monitor|negotiate|obtain|operate|optimi[sz]e|organi[sz]e|oversee|own|participate|perform|plan|play|prepare|present|process|"
    r"produce|promote|propose|provide|publish|recogni[sz]e|recommend|record|report|represent|research|resolve|respond|review|run|serve|set|share|shape|solve|spearhead|streamline|strengthen|submit|suggest|supervise|support|"
    r"tackle|take|track|translate|travel|understand|update|use|utili[sz]e|validate|verify|work|write)(?:s|es|ing)?\b"
    r"|(?:analy[sz]ing|contributing|creating|defining|driving|ensuring|evaluating|improving|making|managing|preparing|providing|resolving|shaping|solving|taking|using|writing)\b",
    re.IGNORECASE,
)
_GERMAN_START = expression(
    r"(?:(?:die|der|eigenverantwortliche|selbstständige|aktive|enge|regelmäßige|kontinuierliche|fachliche|technische|laufende)\s+)*[A-ZÄÖÜ][\w/-]*(?:ung|ungen|ion|ierung|arbeit|hilfe|pflege|nahme|analyse|management|führung)\b(?=\s+(?:und|von|der|des|bei|an|in|im|für|eines|einer|mit|aller|sowie|unserer|komplexer|neuer|\w+er)\b)"
    r"|(?:du|sie)\s+[a-zäöü]+(?:st|en)\b"
)


_begin, _stop = itemgetter(0), itemgetter(1)


def noun_phrase(text: str, start: int, end: int, *, left: int = 0, people: bool = False) -> str | None:
    """The noun phrase of ``text`` around ``[start, end)``, not reaching further left than ``left``.

    ``None`` where it is longer than `LONGEST_OBJECT` words, or a job title unless ``people`` are meant.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    first = bisect_right(words, start, key=_stop)
    last = bisect_left(words, end, key=_begin) - 1
    if last < first:
        return None
    while first > 0 and words[first - 1][0] >= left and _joined(text, words, first - 1):
        first -= 1
    while last + 1 < len(words) and last - first < LONGEST_OBJECT and _joined(text, words, last):
        following = text[slice(*words[last + 1])]
        if following.islower() and _TRAILING.search(following):
            break
        last += 1
    while first < last and text[slice(*words[first])].lower() in _VERBS:
        first += 1
    phrase = _EDGE.sub("", text[words[first][0] : words[last][1]])
    if not phrase or last - first >= LONGEST_OBJECT or (not people and _TITLES.search(phrase)):
        return None
    return phrase


def _joined(text: str, words: list[tuple[int, int]], i: int) -> bool:
    """Whether word ``i`` and the next one belong to one phrase: a blank between them and neither ends it."""
    (start, end), (after, stop) = words[i], words[i + 1]
    outer = text[after:stop] if text[start:end].lower() not in _STOP else text[start:end]
    return text[end:after] == " " and outer.lower() not in _STOP and not text[start:end].endswith(".")


def summarize(bullet: str) -> str | None:
    """The first words of a bullet that states a duty, or ``None`` where it does not begin as one."""
    text = _BULLET.sub("", bullet).strip()
    if not (_ENGLISH_START.match(text) or _GERMAN_START.match(text) or _LEADING.match(text)):
        return None
    text = _LEADING.sub("", text)
    words = text.split()
    kept = words[:LONGEST_SUMMARY]
    while " ".join(kept).count("(") > " ".join(kept).count(")"):
        kept.pop()
    while len(words) > len(kept) and kept and kept[-1].lower().strip(",;") in _STOP:
        kept.pop()
    summary = " ".join(kept).rstrip(" .,;:–-")
    return summary if len(kept) > 1 else None
