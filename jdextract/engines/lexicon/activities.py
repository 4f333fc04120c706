"""The duties that a posting states, as activities of the closed list.

A sentence counts where it stands under a duties heading or addresses the person ("you will …", "we need
someone to …", "du entwickelst …"). Its words are looked up in one pass by an automaton; an activity is proved
where the words of one of its rules stand in the same sentence: a verb and what it acts on, or a telling phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, reduce
from itertools import pairwise
from operator import or_

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jdextract.engines.lexicon.duty_cues import (
    COMPANY,
    CUE,
    CUE_OPENINGS,
    ITEM,
    OTHERS,
    OTHERS_WORDS,
    PERSON,
    TOLD,
    may_be_item,
)
from jdextract.engines.lexicon.duty_phrases import BLOCKED, GROUPS, RULES
from jdextract.engines.lexicon.duty_wording import LONGEST_OBJECT, noun_phrase, summarize
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.structure import Passage, Structure
from jdextract.models import Activity, Responsibility, unchecked
from jdextract.taxonomy import Taxonomy

NEAR = 60
"""Characters between a verb and what it acts on, at most."""

Span = tuple[int, int]
_Hit = tuple[int, int, int]
"""The groups that a phrase belongs to, as bits, its start and its end."""
_Ends = tuple[bool, bool, bool]
"""Whether the word may begin in front of a phrase and go on behind it, and whether its words are no duty's."""

_WITH_OBJECT: frozenset[Activity] = frozenset(
    {
        "build_apis",
        "build_services",
        "optimize_databases",
        "work_cross_team",
        "stakeholder_communication",
        "manage_infrastructure",
        "build_domain_systems",
        "prototype_ai",
        "build_frontend",
        "build_data_pipelines",
    }
)
# "frontend and DevOps teams": a phrase of several names that share their noun.
_TEAMS = expression(r"[\w/&-]+(?:, [\w/&-]+)* (?:and|und|&) [\w/&-]+[ -]?teams?\b", re.IGNORECASE)
_INTEGRATES = expression(
    r"\b(?:integrat(?:e|es|ing|ion of)|integration (?:von|der|des)|anbindung (?:von|der|des|an)|integrier\w+)\s+"
    r"(?:(?:with|our|the|unsere\w*|den|die|das) )*",
    re.IGNORECASE,
)
_SENTENCE = expression(r"[.;!?]\s+")
_SENTENCE_ENDS = (". ", "; ", "! ", "? ")
"""One of them stands in all that `_SENTENCE` finds: a passage, folded, has no other white space."""
_NEVER = frozenset({"benefits", "legal", "application"})


class _Lexicon:
    """The compiled phrases and rules."""

    def __init__(self) -> None:
        groups = {name: 1 << number for number, name in enumerate(GROUPS)}
        phrases: dict[str, dict[_Ends, int]] = {}
        for name, listed in GROUPS.items():
            self._add(phrases, listed, groups[name])
        self._add(phrases, BLOCKED, 0)
        self.labels = [tuple(labels.items()) for labels in phrases.values()]
        self.automaton = AhoCorasick(
            list(phrases), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )
        self.rules: list[tuple[Activity, int, int, int, int]] = []
        """Activity, the bits of both groups, the bit of each, and how far apart their phrases may stand."""
        for activity, alternatives in RULES.items():
            for alternative in alternatives:
                first, second, distance = (*alternative.split(), *("", ""))[:3]
                one, two = groups[first], groups[second or first]
                self.rules.append((activity, one | two, one, two, int(distance or NEAR)))

    @staticmethod
    def _add(phrases: dict[str, dict[_Ends, int]], listed: str, group: int) -> None:
        for phrase in listed.split(", "):
            text = phrase.strip().replace(";", ",")
            labels = phrases.setdefault(text.strip("*"), {})
            ends = text.startswith("*"), text.endswith("*"), not group
            labels[ends] = labels.get(ends, 0) | group

    def duties(self, lower: str) -> list[tuple[Activity, Span | None, Span | None]]:
        """The activities that one sentence proves, each with the verb and the object that prove it if it has both."""
        hits = self._find(lower)
        if not hits:
            return []
        mask = reduce(or_, [groups for groups, _, _ in hits])
        found: dict[Activity, tuple[Activity, Span | None, Span | None]] = {}
        for activity, _, one, two, distance in [rule for rule in self.rules if mask & rule[1] == rule[1]]:
            if activity in found:
                continue
            if one == two:
                found[activity] = (activity, None, None)
            elif pair := _nearest(_of_group(hits, one), _of_group(hits, two), distance):
                found[activity] = (activity, *pair)
        return list(found.values())

    def _find(self, lower: str) -> list[_Hit]:
        """Where phrases stand that are not part of others' work."""
        hits: list[_Hit] = []
        blocked: list[Span] = []
        labels = self.labels
        for index, start, end in self.automaton.find_matches_as_indexes(lower, overlapping=True):
            # Nearly all stand between blanks, or within a word.
            before, behind = lower[start - 1] if start else " ", lower[end : end + 1]
            begins = before == " " or not (
                before.isalnum() or (before == "-" and start > 1 and lower[start - 2].isalnum())
            )
            ends = behind == " " or not behind.isalnum()
            for (open_start, open_end, blocks), groups in labels[index]:
                if (begins or open_start) and (ends or open_end):
                    if blocks:
                        blocked.append((start, end))
                    else:
                        hits.append((groups, start, end))
        if hits and any(map(lower.__contains__, OTHERS_WORDS)):
            blocked += [match.span() for match in OTHERS.finditer(lower)]
        for low, high in blocked:
            hits = [hit for hit in hits if not (low <= hit[1] and hit[2] <= high and hit[2] - hit[1] < high - low)]
        return hits


def _of_group(hits: list[_Hit], group: int) -> list[Span]:
    return [(start, end) for groups, start, end in hits if groups & group]


def _nearest(ones: list[Span], twos: list[Span], distance: int) -> tuple[Span, Span] | None:
    """The closest two of each at most ``distance`` characters apart; the same words do not count as both."""
    best: tuple[Span, Span] | None = None
    for one in ones:
        for two in twos:
            gap = two[0] - one[1] if two[0] >= one[1] else one[0] - two[1]
            if 0 <= gap <= distance:
                best, distance = (one, two), gap - 1
    return best


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    return _Lexicon()


def find_responsibilities(structure: Structure, taxonomy: Taxonomy | None = None) -> tuple[Responsibility, ...]:
    """The activities that the posting's duties prove, each once, with the first segment that proves it.

    Bullets under a duties heading that prove none of the closed list are ``other``, with their first words.
    """
    themes = (taxonomy or Taxonomy.default()).activities
    lexicon = _lexicon()
    found: dict[str, Responsibility] = {}
    proving: set[int] = set()
    for passage, low, high in _duty_sentences(structure):
        duties = lexicon.duties(structure.folded.lower[low:high])
        if duties:
            proving.add(passage.start)
        for activity, verb, target in duties:
            if activity not in found:
                found[activity] = unchecked(
                    Responsibility,
                    activity=activity,
                    theme=themes[activity].theme,
                    object=_object(structure.folded.plain[low:high], activity, verb, target),
                    summary=None,
                    evidence=passage.evidence_of("segment"),
                )
    for passage in structure.passages:
        listed = passage.bullet and passage.section == "duties" and passage.headed
        if listed and passage.start not in proving and (summary := summarize(passage.text)):
            found[summary] = Responsibility(
                activity="other", theme=themes["other"].theme, summary=summary, evidence=passage.evidence_of("segment")
            )
    return tuple(found.values())


def _object(sentence: str, activity: Activity, verb: Span | None, target: Span | None) -> str | None:
    """What the duty acts on, where a verb and its object prove it."""
    if activity == "integrate_systems":
        verb_phrase = _INTEGRATES.search(sentence)
        start = verb_phrase.end() if verb_phrase else 0
        return noun_phrase(sentence, start, start + 1, left=start) if verb_phrase else None
    if verb is None or target is None or activity not in _WITH_OBJECT:
        return None
    left = verb[1] if verb[1] <= target[0] else 0
    if activity == "work_cross_team":
        for teams in _TEAMS.finditer(sentence, left):
            if teams.start() <= target[0] < teams.end() and len(teams[0].split()) <= LONGEST_OBJECT:
                return teams[0]
    return noun_phrase(sentence, *target, left=left, people=activity == "work_cross_team")


def _duty_sentences(structure: Structure) -> Iterator[tuple[Passage, int, int]]:
    """Where, in the folded text, sentences state what the person hired does: whole, or from their cue on."""
    for passage in structure.passages:
        if passage.heading or passage.section in _NEVER:
            continue
        lower = structure.folded.lower[passage.low : passage.high]
        in_duties = passage.section == "duties" and passage.headed
        if passage.headed and passage.section in ("requirements", "preferred"):
            continue
        cuts = [0, len(lower)]
        if any(map(lower.__contains__, _SENTENCE_ENDS)):
            cuts[1:1] = [match.end() for match in _SENTENCE.finditer(lower)]
        for low, high in pairwise(cuts):
            sentence = lower[low:high]
            if in_duties and not COMPANY.match(sentence) and not (not passage.bullet and _tells(sentence)):
                yield passage, passage.low + low, passage.low + high
            elif cue := _cue(structure.folded.lower, sentence, passage.low + low) or (
                ITEM.match(sentence) if not low and may_be_item(sentence) else None
            ):
                yield passage, passage.low + low + cue.start(), passage.low + high


def _tells(sentence: str) -> bool:
    return TOLD.match(sentence) is not None and PERSON.search(sentence) is None


def _cue(lower: str, sentence: str, low: int) -> re.Match[str] | None:
    """The first `CUE` of ``sentence``, which begins at ``low`` of the whole text."""
    places = CUE_OPENINGS.between(lower, low, low + len(sentence))
    if low and (lower[low - 1].isalnum() or lower[low - 1] == "_"):  # in the whole text no word begins there
        places = [low, *places]
    for place in places:
        if cue := CUE.match(sentence, place - low):
            return cue
    return None
