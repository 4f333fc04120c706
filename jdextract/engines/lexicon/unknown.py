"""Technologies that the taxonomy lacks but a list of known ones names: "Kafka, Foobase, Redis"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matcher import Match
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
    (
        "a",
        "an",
        "and",
        "or",
        "the",
        "other",
        "others",
        "more",
        "etc",
        "similar",
        "experience",
        "knowledge",
        "cloud",
        "web",
        "data",
        "backend",
        "frontend",
        "backends",
        "api",
        "apis",
        "database",
        "databases",
        "server",
        "servers",
        "services",
        "service",
        "tools",
        "tooling",
        "systems",
        "system",
        "software",
        "hardware",
        "mobile",
        "design",
        "development",
        "engineering",
        "testing",
        "security",
        "infrastructure",
        "platform",
        "platforms",
        "technology",
        "technologies",
        "frameworks",
        "framework",
        "languages",
        "language",
        "libraries",
        "library",
        "english",
        "german",
        "french",
        "spanish",
        "europe",
        "usa",
        "us",
        "uk",
        "germany",
        "berlin",
        "london",
        "remote",
        "hybrid",
        "full",
        "part",
        "time",
        "team",
        "teams",
        "product",
        "products",
        "business",
        "strong",
        "good",
        "excellent",
        "ability",
        "years",
        "bachelor",
        "master",
        "phd",
        "degree",
        "senior",
        "junior",
        "lead",
        "engineer",
        "developer",
        "manager",
        "architect",
        "analyst",
        "scientist",
        "principal",
        "staff",
        "head",
        "cto",
        "ceo",
        "founder",
        "we",
        "you",
        "our",
        "your",
        "this",
        "that",
        "these",
        "those",
        "also",
        "plus",
        "bonus",
        "nice",
        "must",
        "required",
        "preferred",
        "optional",
        "ideally",
        "automation",
        "scripting",
        "analytics",
        "monitoring",
        "networking",
        "storage",
        "computing",
        "operations",
        "management",
        "architecture",
        "architectures",
        "performance",
        "scalability",
        "reliability",
        "quality",
        "documentation",
        "communication",
        "collaboration",
        "und",
        "oder",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "mit",
        "sowie",
        "kenntnisse",
        "erfahrung",
        "umgang",
        "entwicklung",
        "anwendung",
        "anwendungen",
        "systeme",
        "datenbanken",
        "werkzeuge",
        "technologien",
        "programmierung",
        "sprachen",
        "programmiersprachen",
        "deutsch",
        "englisch",
        "tech",
        "core",
        "modern",
        "equity",
        "salary",
        "visa",
        "onsite",
        "fullstack",
        "stack",
        "code",
        "apps",
        "app",
        "desktop",
        "enterprise",
        "open",
        "source",
        "integration",
        "integrations",
        "modeling",
        "google",
        "facebook",
        "amazon",
        "microsoft",
        "apple",
        "netflix",
        "stripe",
        "uber",
        "airbnb",
        "linkedin",
        "twitter",
        "ibm",
        "meta",
        "oracle",
        "series",
        "monday",
        "tuesday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "new",
        "york",
        "san",
        "francisco",
    )
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
