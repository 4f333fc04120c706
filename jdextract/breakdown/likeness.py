"""Short texts grouped by likeness: duties that say the same in slightly other words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]{2,}")
_EMPTY = frozenset(
    [
        "the",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "for",
        "with",
        "on",
        "at",
        "by",
        "our",
        "your",
        "their",
        "its",
        "as",
        "from",
        "into",
        "across",
        "within",
        "using",
        "via",
        "other",
        "such",
        "that",
        "this",
        "these",
        "those",
        "all",
        "any",
        "new",
        "you",
        "we",
        "be",
        "is",
        "are",
        "will",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "ein",
        "eine",
        "einer",
        "eines",
        "und",
        "oder",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "im",
        "in",
        "mit",
        "für",
        "auf",
        "bei",
        "als",
        "aus",
        "sowie",
    ]
)
_SUFFIX = re.compile(r"(?:ations?|at(?:es?|ed|ing)|ings?|ments?|ers?|ies|es|ed|s|e|y|en|ung|ungen)$")
_ALIKE = 0.5


def group_alike(texts: Sequence[str]) -> list[list[str]]:
    """``texts`` in groups; the first text of a group is the one that came first.

    A text joins the group whose first text shares at least half of both's words (their stems, without
    articles and prepositions; Jaccard index), the likest group first. Texts with no such words stay alone.
    """
    groups: list[list[str]] = []
    leads: list[frozenset[str]] = []
    by_stem: defaultdict[str, list[int]] = defaultdict(list)
    for text in texts:
        stems = _stems(text)
        shared = Counter(number for stem in stems for number in by_stem[stem])
        scored = [(count / len(stems | leads[number]), -number) for number, count in shared.items()]
        best = max(scored, default=(0.0, 0))
        if best[0] >= _ALIKE:
            groups[-best[1]].append(text)
            continue
        for stem in stems:
            by_stem[stem].append(len(groups))
        groups.append([text])
        leads.append(stems)
    return groups


def says_again(title: str, text: str) -> bool:
    """Whether ``text`` holds no word that ``title`` does not: "code review" after "Review code"."""
    return _stems(text) <= _stems(title)


def says_nothing(title: str, text: str) -> bool:
    """Whether an object tells a reader nothing that the duty's title does not: a team, a product, a system."""
    return says_again(title, text) or _stems(text) <= _GENERIC


def _stems(text: str) -> frozenset[str]:
    words = (word for word in _WORD.findall(text.casefold()) if word not in _EMPTY)
    return frozenset(_SUFFIX.sub("", word) if len(word) > 4 else word for word in words)


_GENERIC = _stems(
    "application applications code component components developer developers engineer engineers feature features member "
    "members platform platforms product products project projects service services software solution solutions stack "
    "system systems team teams technology technologies thing things tool tools tooling work "
    "Anwendung Anwendungen Entwickler Lösung Lösungen Produkt Produkte Projekt Projekte Plattform Systeme Kollegen "
    "entire current existing several various bestehende neue verschiedene"
)
