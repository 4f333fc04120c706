"""The skills of one posting, out of its structure and the taxonomy's names found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from jdextract.engines.lexicon.alternatives import find_groups
from jdextract.engines.lexicon.bystanders import is_bystander
from jdextract.engines.lexicon.chains import Joint, joints
from jdextract.engines.lexicon.companies import Employers, is_of_others, is_subject
from jdextract.engines.lexicon.concepts import asks_in_short, is_coloring, is_technique, names_outright, names_plainly
from jdextract.engines.lexicon.contexts import is_worded_as_skill, settle
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matcher import Matcher
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.negation import denied_scopes
from jdextract.engines.lexicon.phrases import PhraseFinder
from jdextract.engines.lexicon.requirements import (
    Scope,
    preferred_scopes,
    required_scopes,
    requirement_at,
    section_requirement,
)
from jdextract.engines.lexicon.sentence_cues import SENTENCE_CUES, Cue
from jdextract.engines.lexicon.stack_lists import lists_a_stack
from jdextract.engines.lexicon.structure import Passage, Structure
from jdextract.engines.lexicon.subjects import tells_of_company
from jdextract.engines.lexicon.unknown import UnknownName, find_unknown
from jdextract.models import REQUIREMENTS, Category, Evidence, Kind, Requirement, Skill, Surface, unchecked

_STRENGTH = {requirement: len(REQUIREMENTS) - index for index, requirement in enumerate(REQUIREMENTS)}
_CUES: PhraseFinder[Cue] = PhraseFinder(SENTENCE_CUES)
# Without one of these in front, a sentence tells what the team or the product is like.
_PERSON = expression(
    r"\b(?:you|your|you're|someone|somebody|candidates?|applicants?|looking for|seeking|hiring|who|person|people|individuals?|"
    r"engineers? (?:with|that)|requires?|du|dich|dir|deine?|sie|ihre?|suchen|jemand\w*|menschen|persönlichkeit\w*)\b"
)
# Traits that a duty names as the duty itself.
_DUTIES = frozenset({"mentoring", "leadership", "stakeholder management", "coaching"})
_ENOUGH = 4
"""Technologies in a posting that make each other credible."""


@dataclass(slots=True)
class _Mention:
    """One place where a skill is named, with how strongly it is asked for there."""

    name: str
    kind: Kind
    category: Category
    passage: Passage
    low: int
    high: int
    requirement: Requirement
    known: bool = True
    group: int | None = None
    lone: bool = False
    """Neither a heading nor words around it say that it is a technology."""


def find_skills(structure: Structure, matcher: Matcher, company: str | None = None) -> tuple[Skill, ...]:
    """The skills that the posting asks for or names, in order of appearance; each with its strongest mention.

    ``company`` is the employer: a product of its own counts only where it is demanded.
    """
    matches = matcher.find(structure.folded)
    cues = list(_CUES.find(structure.folded.lower))
    mentions: list[_Mention] = []
    groups: dict[int, list[_Mention]] = {}
    lower = structure.folded.lower
    employers = Employers.of(lower, matches, company)
    for passage, inside, around in _by_passage(structure.passages, matches, cues):
        mentions.extend(_read_passage(structure, matcher, passage, inside, around, groups=groups, employers=employers))
    return tuple(_merge(structure, _without_chance_finds(structure, mentions), groups))


def _without_chance_finds(structure: Structure, mentions: list[_Mention]) -> list[_Mention]:
    """Leave out lone names where the posting shows no others: prose speaks of pythons and androids as well."""
    names = {mention.name for mention in mentions if mention.kind == "technology"}
    if len(names) >= _ENOUGH:
        return mentions
    return [
        mention
        for mention in mentions
        if not mention.lone
        or (
            mention.kind == "technology"
            and is_worded_as_skill(structure.folded, mention.passage, mention.low, mention.high)
        )
    ]


def _by_passage(
    passages: Sequence[Passage], matches: list[Match], cues: list[tuple[Cue, int, int]]
) -> Iterator[tuple[Passage, list[Match], list[tuple[Cue, int, int]]]]:
    at_match = at_cue = 0
    last_match, last_cue = len(matches), len(cues)
    for passage in passages:
        low, high = passage.low, passage.high
        while at_match < last_match and matches[at_match].low < low:
            at_match += 1
        first_match = at_match
        while at_match < last_match and matches[at_match].high <= high:
            at_match += 1
        if first_match == at_match:
            continue
        while at_cue < last_cue and cues[at_cue][1] < low:
            at_cue += 1
        first_cue = at_cue
        while at_cue < last_cue and cues[at_cue][2] <= high:
            at_cue += 1
        yield passage, matches[first_match:at_match], cues[first_cue:at_cue]


@dataclass(frozen=True, slots=True)
class _Scopes:
    """The parts of one passage that its cues deny, make nice to have, or demand."""

    denied: list[Scope]
    preferred: list[Scope]
    required: list[Scope]

    @classmethod
    def of(
        cls, folded: FoldedText, passage: Passage, matches: list[Match], cues: list[tuple[Cue, int, int]]
    ) -> _Scopes:
        if not cues:
            return _NO_SCOPES
        plain, lower = folded.plain, folded.lower
        return cls(
            denied_scopes(plain, lower, passage, cues, [(match.low, match.high) for match in matches]),
            preferred_scopes(plain, lower, passage, cues),
            required_scopes(plain, lower, passage, cues),
        )

    def lift(self, requirement: Requirement, low: int, high: int) -> Requirement:
        """``requirement`` of the name at ``[low, high)``, as the cues around it change it."""
        if self.preferred and _lies_in(self.preferred, low, high):
            return "preferred"
        if requirement == "mentioned" and self.required and _lies_in(self.required, low, high):
            return "required"
        return requirement


_NO_SCOPES = _Scopes([], [], [])


def _read_passage(
    structure: Structure,
    matcher: Matcher,
    passage: Passage,
    matches: list[Match],
    cues: list[tuple[Cue, int, int]],
    *,
    groups: dict[int, list[_Mention]],
    employers: Employers,
) -> Iterator[_Mention]:
    folded = structure.folded
    lower = folded.lower
    section = None if passage.heading and passage.section != "title" else section_requirement(passage, lower)
    stack = section is None and not passage.heading and lists_a_stack(lower, passage, matches)
    section = "mentioned" if stack else section
    if section is None:
        return
    counted = [m for m in matches if (m.entry.kind != "soft" or not stack) and _counts(folded, passage, m)]
    joined = joints(lower, counted)
    kept = settle(folded, passage, counted, joined)
    if not kept:
        return
    if len(kept) < len(counted):
        joined = joints(lower, kept)
    scopes = _Scopes.of(folded, passage, kept, cues)
    sure = passage.headed or passage.firm or passage.section == "title" or bool(scopes.required)
    mentions: dict[int, _Mention] = {}
    for index, match in enumerate(kept):
        if _is_out_of_place(folded, passage, match, employers) or _lies_in(scopes.denied, match.low, match.high):
            continue
        entry = match.entry
        requirement = requirement_at(folded, passage, section, match.low, trait=entry.kind == "soft")
        requirement = scopes.lift(requirement, match.low, match.high)
        listed = _is_listed(joined, index)
        if not _is_sure(structure, match, requirement) or (
            entry.kind == "concept"
            and is_coloring(
                folded,
                passage,
                match,
                requirement,
                listed=listed,
                english=structure.language == "en",
                technologies=partial(_neighbours, kept, index),
            )
        ):
            continue
        mentions[match.low] = _Mention(
            entry.name,
            entry.kind,
            entry.category,
            passage,
            match.low,
            match.high,
            requirement,
            lone=not (sure or listed or requirement == "preferred" or _is_distinct(folded, passage, match)),
        )
    if len(mentions) > 1:
        named = kept if len(mentions) == len(kept) else [match for match in kept if match.low in mentions]
        between = joined if named is kept else joints(lower, named)
        _number_groups_of(find_groups(lower, passage, named, between), mentions, groups)
    yield from mentions.values()
    for unknown in _unknown_names(structure, matcher, passage, kept, matches):
        low, high = unknown.low, unknown.high
        if not _lies_in(scopes.denied, low, high):
            requirement = scopes.lift(requirement_at(folded, passage, section, low), low, high)
            yield _Mention(unknown.name, "technology", unknown.category, passage, low, high, requirement, known=False)


def _is_sure(structure: Structure, match: Match, requirement: Requirement) -> bool:
    """Whether it is no practice or trait that few postings ask for, or is demanded by its name.

    Other words for a rare one, or a duty that touches it, mean something else more often than not. Its name in
    another language has words of its own.
    """
    if match.entry.core or match.entry.kind == "technology":
        # A duty names a trait, or it is the duty.
        return not (match.cue and match.entry.kind == "soft" and requirement == "mentioned")
    if match.cue:
        return False
    if requirement == "mentioned":
        return is_technique(match, structure.folded.plain, english=structure.language == "en")
    name, spelling = match.entry.name, match.spelling(structure.folded.plain)
    surface = spelling.lower()
    # "FMCG" is consumer goods; "API" alone is not yet API development.
    initials = spelling.isupper() and spelling not in name.split()
    if structure.language != "en" or surface == "apis" or initials:
        return True
    if match.entry.kind == "concept" and asks_in_short(structure.folded, match, surface):
        return True
    # "Bug-tracking systems" are not bug tracking, "enterprise-grade" ones no enterprise software.
    plain = requirement != "required" or match.entry.kind != "concept" or names_plainly(surface, name)
    return plain and names_outright(surface, name)


def _is_distinct(folded: FoldedText, passage: Passage, match: Match) -> bool:
    """Whether the name, where the work is spoken of, is spelled as no word of prose is ("AWS", "PyTorch")."""
    surface = folded.plain[match.low : match.high]
    return passage.section in ("duties", "stack") and match.entry.kind == "technology" and not surface[1:].islower()


def _is_out_of_place(folded: FoldedText, passage: Passage, match: Match, employers: Employers) -> bool:
    """Whether the match is nothing that is asked of the person where it stands."""
    if is_bystander(folded.lower, passage, match):
        return True
    if match.entry.kind != "technology":
        if employers.spell(folded.lower, match) or tells_of_company(folded, passage, match.low, employers.names):
            return True
    elif is_of_others(folded.lower, passage, match):
        return True
    if match.entry.name not in employers.technologies:
        return False
    demanded = passage.section in ("requirements", "preferred") and not is_subject(folded.lower, match)
    return not (demanded and (passage.bullet or is_worded_as_skill(folded, passage, match.low, match.high)))


def _number_groups_of(
    found: Iterable[list[Match]], mentions: dict[int, _Mention], groups: dict[int, list[_Mention]]
) -> None:
    for members in found:
        number = len(groups) + 1
        groups[number] = [mentions[member.low] for member in members]
        for member in groups[number]:
            member.group = number


def _neighbours(matches: list[Match], index: int) -> tuple[int | None, int | None]:
    before = next((match.high for match in reversed(matches[:index]) if match.entry.kind == "technology"), None)
    behind = next((match.low for match in matches[index + 1 :] if match.entry.kind == "technology"), None)
    return before, behind


def _unknown_names(
    structure: Structure, matcher: Matcher, passage: Passage, kept: list[Match], matches: list[Match]
) -> Iterable[UnknownName]:
    if passage.section in ("company", "title"):
        return ()
    places = {match.low for match in kept}
    dropped = [match for match in matches if match.low not in places]
    return find_unknown(
        structure.folded,
        passage,
        kept,
        dropped,
        practice_words=matcher.practice_words,
        english=structure.language == "en",
    )


def _counts(folded: FoldedText, passage: Passage, match: Match) -> bool:
    """Whether a name of its kind is asked of the person where it stands."""
    match match.entry.kind:
        case "soft":
            if passage.section in ("requirements", "preferred"):
                return (
                    passage.headed or passage.firm or _PERSON.search(folded.lower, passage.low, match.low) is not None
                )
            return (
                passage.section == "duties"
                and passage.headed
                and _is_conduct(folded.lower[match.low : match.high], match.entry.name)
            )
        case "concept":
            return passage.section not in ("other", "title")
        case _:
            return True


def _is_conduct(surface: str, name: str) -> bool:
    """Whether a duty says how it is done ("work autonomously"), not only with or for whom ("cross-functional teams")."""
    return " " in surface and not surface.endswith(("team", "teams")) and name not in _DUTIES


def _is_listed(joined: list[Joint | None], index: int) -> bool:
    return joined[index] is not None or (index > 0 and joined[index - 1] is not None)


def _lies_in(scopes: list[Scope], low: int, high: int) -> bool:
    # Most passages have none.
    return bool(scopes) and any(start <= low and high <= end for start, end in scopes)


def _merge(structure: Structure, mentions: list[_Mention], groups: dict[int, list[_Mention]]) -> Iterator[Skill]:
    best: dict[str, _Mention] = {}
    for mention in mentions:
        known = best.get(mention.name)
        if known is None or _STRENGTH[mention.requirement] > _STRENGTH[known.requirement]:
            best[mention.name] = mention
        if known is not None and best[mention.name].group is None:
            best[mention.name].group = known.group if best[mention.name] is mention else mention.group
    best = _without_broader(best)
    numbers = _number_groups(best.values(), groups)
    evidence: dict[int, Evidence] = {}
    for mention in best.values():
        start, end = structure.folded.span(mention.low, mention.high)
        segment = mention.passage.segment.number
        if segment not in evidence:
            evidence[segment] = mention.passage.evidence
        yield unchecked(
            Skill,
            name=mention.name,
            kind=mention.kind,
            known=mention.known,
            category=mention.category,
            requirement=mention.requirement,
            any_of=numbers.get(mention.group) if mention.group else None,
            surface=unchecked(Surface, text=structure.text[start:end], start=start, end=end),
            evidence=evidence[segment],
        )


def _without_broader(best: dict[str, _Mention]) -> dict[str, _Mention]:
    """Leave out the name of a practice that is part of another's: "testing" adds nothing to "integration testing".

    It stays where it is asked for more strongly.
    """
    practices = [
        (_words(mention.name), _STRENGTH[mention.requirement])
        for mention in best.values()
        if mention.kind == "concept" and " " in mention.name  # one word has no part
    ]

    def is_broader(mention: _Mention) -> bool:
        if mention.kind != "concept":
            return False
        own, strength = _words(mention.name), _STRENGTH[mention.requirement]
        return any(own < other and other_strength >= strength for other, other_strength in practices)

    return {name: mention for name, mention in best.items() if not is_broader(mention)}


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().split())


def _number_groups(best: Iterable[_Mention], groups: dict[int, list[_Mention]]) -> dict[int, int]:
    """New numbers from 1 for the groups that at least two skills still belong to."""
    members: dict[int, set[str]] = {}
    for mention in best:
        if mention.group:
            members.setdefault(mention.group, set()).add(mention.name)
    kept = [group for group in groups if len(members.get(group, ())) > 1]
    return {group: number for number, group in enumerate(kept, 1)}
