"""Technologies that the taxonomy lacks but a list of known ones names: "Kafka, Foobase, Redis"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import listed
from jdextract.engines.lexicon.structure import Passage
from jdextract.models import Category

LONGEST_NAME = 24
"""Characters."""

_ITEM = r"[A-Z][A-Za-z0-9]*(?:[.+#-][A-Za-z0-9]+|\+\+|#)*(?: [A-Z][A-Za-z0-9]*){0,1}"
_BETWEEN = re.compile(
    rf"\s*[,/;|]\s*(?:and\s|or\s|und\s|oder\s)?\s*({_ITEM})(?:\s*[,/;|]\s*({_ITEM}))?\s*(?:[,/;|]\s*(?:and|or|und|oder|&)?|and|or|und|oder|&)\s*"
)
_AT_END = re.compile(
    rf"\s*,?\s*(?:,|/|\band|\bor|\bund|\boder|&)\s*({_ITEM})(?=\s*(?:[.;)]|$|\n|,? etc|,? and more|,? or similar))"
)
# Capitalised words of lists that are no product.
_ORDINARY = frozenset(
    listed("""
        a | ability | airbnb | also | amazon | an | analyst | analytics | and | anwendung | anwendungen | api |
        apis | app | apple | apps | april | architect | architecture | architectures | august | automation |
        bachelor | backend | backends | berlin | bonus | business | ceo | cloud | code | collaboration |
        communication | computing | core | cto | das | data | database | databases | datenbanken | december |
        degree | der | design | desktop | deutsch | developer | development | die | documentation | ein | eine |
        engineer | engineering | englisch | english | enterprise | entwicklung | equity | erfahrung | etc |
        europe | excellent | experience | facebook | february | founder | framework | frameworks | francisco |
        french | frontend | full | fullstack | german | germany | good | google | hardware | head | hybrid | ibm |
        ideally | infrastructure | integration | integrations | january | july | june | junior | kenntnisse |
        knowledge | language | languages | lead | libraries | library | linkedin | london | management | manager |
        march | master | may | meta | microsoft | mit | mobile | modeling | modern | monday | monitoring | more |
        must | netflix | networking | new | nice | november | october | oder | onsite | open | operations |
        optional | or | oracle | other | others | our | part | performance | phd | platform | platforms | plus |
        preferred | principal | product | products | programmiersprachen | programmierung | quality |
        reliability | remote | required | salary | san | scalability | scientist | scripting | security | senior |
        september | series | server | servers | service | services | similar | software | source | sowie |
        spanish | sprachen | stack | staff | storage | stripe | strong | system | systeme | systems | team |
        teams | tech | technologien | technologies | technology | testing | that | the | these | this | those |
        time | tooling | tools | tuesday | twitter | uber | uk | umgang | und | us | usa | visa | we | web |
        werkzeuge | years | york | you | your
        """)
)


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name found in a list of known technologies, with the category that most of its neighbours have."""

    name: str
    low: int
    high: int
    category: Category


def find_unknown(folded: FoldedText, passage: Passage, matches: list[Match], taken: set[str]) -> Iterator[UnknownName]:
    """Names among the matches of one passage that no entry has; ``taken`` are folded names that count elsewhere."""
    known = [match for match in matches if match.entry.kind == "technology"]
    if len(known) < 2:
        return
    common = Counter(match.entry.category for match in known).most_common(1)[0][0]
    occupied = [(match.low, match.high) for match in matches]
    for before, following in pairwise(known):
        gap = folded.plain[before.high : following.low]
        if 3 < len(gap) <= 2 * LONGEST_NAME + 8 and (found := _BETWEEN.fullmatch(gap)):
            for group in (1, 2):
                if found[group] and _is_name(found[group], taken):
                    yield _unknown(before.high + found.start(group), found[group], common)
    last = known[-1]
    if (
        len(known) > 2
        and _is_list(folded.plain, known[-3:])
        and (found := _AT_END.match(folded.plain, last.high, passage.high))
    ):
        low = found.start(1)
        if _is_name(found[1], taken) and not any(a < low + len(found[1]) and low < b for a, b in occupied):
            yield _unknown(low, found[1], common)


def _unknown(low: int, name: str, category: Category) -> UnknownName:
    return UnknownName(name, low, low + len(name), category)


def _is_list(plain: str, matches: list[Match]) -> bool:
    return all(
        plain[before.high : following.low].strip() in {",", "/", "and", "or", ", and", ", or", "und", "oder", "&"}
        for before, following in pairwise(matches)
    )


def _is_name(name: str, taken: set[str]) -> bool:
    words = name.lower().split()
    if len(name) < 3 or len(name) > LONGEST_NAME or name.lower() in taken:
        return False
    return not any(word in _ORDINARY or word.rstrip("s") in _ORDINARY for word in words) and not words[-1].endswith(
        ("ing", "tion", "ment", "ness", "ity", "ung", "heit", "keit", "schaft")
    )
