"""Whether the text that a fact cites carries it, decided by code and not by a model."""

from __future__ import annotations

import re
from typing import Literal

from jdextract.engines.lexicon.language_mentions import find_mentions
from jdextract.evaluation.facts import Fact
from jdextract.segments import find_name
from jdextract.taxonomy import Taxonomy

Grounding = Literal["carried", "vouched", "unverified", "unsupported", "misplaced", "missing"]
"""``carried``: the cited text names the fact. ``vouched``: it says it in other words, and a label with evidence
at the same place agrees. ``unverified``: a duty whose cited text is there; words cannot decide it.
``unsupported``: the cited text is there and does not name the fact. ``misplaced``: the offsets do not give the
text that is cited. ``missing``: nothing is cited."""

HALLUCINATED: frozenset[Grounding] = frozenset({"unsupported", "misplaced", "missing"})

_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 5  # characters; "testing", "tests" and "tested" share them, "test" is its own stem


def ground(fact: Fact, text: str, taxonomy: Taxonomy) -> Grounding:
    """How the evidence of ``fact`` stands to ``text``, the posting's; ``vouched`` is for the caller to give."""
    evidence = fact.evidence
    if evidence is None or evidence.status == "missing" or evidence.start is None or evidence.end is None:
        return "missing"
    cited = text[evidence.start : evidence.end]
    if not cited.strip() or (evidence.text is not None and evidence.text != cited):
        return "misplaced"
    surface = fact.surface
    if surface is not None and (
        text[surface.start : surface.end] != surface.text
        or not evidence.start <= surface.start < surface.end <= evidence.end
    ):
        return "misplaced"
    if fact.field == "responsibility":
        return "unverified"
    if fact.field == "language":
        return "carried" if any(mention.code == fact.key for mention in find_mentions(cited)) else "unsupported"
    return "carried" if _names(fact, cited, taxonomy) else "unsupported"


def _names(fact: Fact, cited: str, taxonomy: Taxonomy) -> bool:
    entry = taxonomy.skills.get(fact.name)
    names = entry.wordings if entry else (fact.name, fact.written)
    if find_name(cited, names) is not None:
        return True
    if fact.surface is not None and taxonomy.canonical(fact.surface.text) == fact.name:
        return True
    stems = {word.casefold()[:_STEM] for word in _WORD.findall(cited)}
    return any(wanted <= stems for name in names if (wanted := _content(name)))


def _content(name: str) -> set[str]:
    """The stems of a name of several words; a single word must stand as it is."""
    words = [word.casefold() for word in _WORD.findall(name)]
    return {word[:_STEM] for word in words} if len(words) > 1 else set()
