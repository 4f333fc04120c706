"""The skills of one posting, out of its structure and the taxonomy's names found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jdextract.engines.lexicon.alternatives import find_groups
from jdextract.engines.lexicon.bystanders import is_bystander, is_employer
from jdextract.engines.lexicon.chains import Joint, joints
from jdextract.engines.lexicon.concepts import is_coloring
from jdextract.engines.lexicon.contexts import is_worded_as_skill, settle
from jdextract.engines.lexicon.matcher import Match, Matcher
from jdextract.engines.lexicon.negation import NEGATION_CUES, denied_scopes
from jdextract.engines.lexicon.phrases import PhraseFinder
from jdextract.engines.lexicon.requirements import (
    REQUIREMENT_CUES,
    Cue,
    Scope,
    base_requirement,
    preferred_scopes,
    required_scopes,
)
from jdextract.engines.lexicon.structure import Passage, Structure
from jdextract.engines.lexicon.unknown import UnknownName, find_unknown
from jdextract.models import REQUIREMENTS, Category, Kind, Requirement, Skill, Surface

_STRENGTH = {requirement: len(REQUIREMENTS) - index for index, requirement in enumerate(REQUIREMENTS)}
_CUES: PhraseFinder[Cue] = PhraseFinder(
    {
        **REQUIREMENT_CUES,
        **NEGATION_CUES,
    }
)
_ENOUGH = 4
"""Technologies in a posting that make each other credible."""


@dataclass(slots=True)
class _Mention:
    """One place where a skill is named, with how strongly it is asked for there."""

    name: str
    kind: Kind
    category: Category
    known: bool
    passage: Passage
    low: int
    high: int
    requirement: Requirement
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
    employers = {match.entry.name for match in matches if is_employer(lower, match)}
    if company:
        employers.add(company.strip())
    for passage, inside, around in _by_passage(structure.passages, matches, cues):
        mentions.extend(_read_passage(structure, passage, inside, around, groups, employers))
    return tuple(_merge(structure, _without_chance_finds(mentions), groups))


def _without_chance_finds(mentions: list[_Mention]) -> list[_Mention]:
    """Leave out lone names where the posting shows no others: prose speaks of pythons and androids as well."""
    names = {mention.name for mention in mentions if mention.kind == "technology"}
    if len(names) >= _ENOUGH:
        return mentions
    return [mention for mention in mentions if not mention.lone]


def _by_passage(
    passages: Sequence[Passage], matches: list[Match], cues: list[tuple[Cue, int, int]]
) -> Iterator[tuple[Passage, list[Match], list[tuple[Cue, int, int]]]]:
    at_match = at_cue = 0
    for passage in passages:
        while at_match < len(matches) and matches[at_match].low < passage.low:
            at_match += 1
        first_match = at_match
        while at_match < len(matches) and matches[at_match].high <= passage.high:
            at_match += 1
        if first_match == at_match:
            continue
        while at_cue < len(cues) and cues[at_cue][1] < passage.low:
            at_cue += 1
        first_cue = at_cue
        while at_cue < len(cues) and cues[at_cue][2] <= passage.high:
            at_cue += 1
        yield passage, matches[first_match:at_match], cues[first_cue:at_cue]


def _read_passage(
    structure: Structure,
    passage: Passage,
    matches: list[Match],
    cues: list[tuple[Cue, int, int]],
    groups: dict[int, list[_Mention]],
    employers: set[str],
) -> Iterator[_Mention]:
    if passage.section in ("legal", "application", "benefits") or (passage.heading and passage.section != "title"):
        return
    folded = structure.folded
    plain, lower = folded.plain, folded.lower
    kept = settle(folded, passage, matches, joints(lower, matches))
    if not kept:
        return
    denied: list[Scope] = []
    preferred: list[Scope] = []
    required: list[Scope] = []
    if cues:
        denied = denied_scopes(plain, lower, passage, cues, [(match.low, match.high) for match in kept])
        preferred = preferred_scopes(plain, lower, passage, cues)
        required = required_scopes(plain, lower, passage, cues)
    mentions: dict[int, _Mention] = {}
    joined = joints(lower, kept)
    for index, match in enumerate(kept):
        if _lies_in(denied, match.low, match.high):
            continue
        requirement = base_requirement(passage, match.low, lower)
        if requirement is None or not _counts(passage, match) or is_bystander(lower, passage, match):
            continue
        if match.entry.name in employers and passage.section not in ("requirements", "preferred"):
            continue
        if _lies_in(preferred, match.low, match.high):
            requirement = "preferred"
        elif requirement == "mentioned" and _lies_in(required, match.low, match.high):
            requirement = "required"
        entry = match.entry
        if entry.kind == "concept" and is_coloring(
            lower,
            passage,
            match,
            requirement,
            listed=_is_listed(joined, index),
            next_technology=next((other.low for other in kept[index + 1 :] if other.entry.kind == "technology"), None),
        ):
            continue
        mention = _Mention(entry.name, entry.kind, entry.category, True, passage, match.low, match.high, requirement)
        mention.lone = (
            not (passage.headed or passage.firm or passage.section == "title" or required or requirement == "preferred")
            and not _is_listed(joined, index)
            and (entry.kind != "technology" or not is_worded_as_skill(folded, passage, match))
        )
        mentions[match.low] = mention
    if len(mentions) > 1:
        asked = [match for match in kept if match.low in mentions]
        for members in find_groups(lower, passage, asked, joints(lower, asked)):
            number = len(groups) + 1
            groups[number] = [mentions[member.low] for member in members]
            for member in groups[number]:
                member.group = number
    yield from mentions.values()
    for unknown in _unknown_names(structure, passage, kept, matches, mentions):
        requirement = base_requirement(passage, unknown.low, lower)
        if requirement and not _lies_in(denied, unknown.low, unknown.high):
            if _lies_in(preferred, unknown.low, unknown.high):
                requirement = "preferred"
            yield _Mention(
                unknown.name, "technology", unknown.category, False, passage, unknown.low, unknown.high, requirement
            )


def _unknown_names(
    structure: Structure, passage: Passage, kept: list[Match], matches: list[Match], mentions: dict[int, _Mention]
) -> Iterable[UnknownName]:
    if passage.section in ("company", "title") or sum(mention.kind == "technology" for mention in mentions.values()) < 2:
        return ()
    dropped = {structure.folded.lower[match.low : match.high] for match in matches if match not in kept}
    return find_unknown(structure.folded, passage, kept, dropped)


def _counts(passage: Passage, match: Match) -> bool:
    """Whether a name of its kind is asked of the person where it stands."""
    match match.entry.kind:
        case "soft":
            return passage.section in ("requirements", "preferred")
        case "concept":
            return passage.section not in ("other", "title")
        case _:
            return True


def _is_listed(joined: list[Joint | None], index: int) -> bool:
    return joined[index] is not None or (index > 0 and joined[index - 1] is not None)


def _lies_in(scopes: list[Scope], low: int, high: int) -> bool:
    return any(start <= low and high <= end for start, end in scopes)


def _merge(structure: Structure, mentions: list[_Mention], groups: dict[int, list[_Mention]]) -> Iterator[Skill]:
    best: dict[str, _Mention] = {}
    for mention in mentions:
        known = best.get(mention.name)
        if known is None or _STRENGTH[mention.requirement] > _STRENGTH[known.requirement]:
            best[mention.name] = mention
        if known is not None and best[mention.name].group is None:
            best[mention.name].group = known.group if best[mention.name] is mention else mention.group
    numbers = _number_groups(best.values(), groups)
    for mention in best.values():
        start, end = structure.folded.span(mention.low, mention.high)
        yield Skill(
            name=mention.name,
            kind=mention.kind,
            known=mention.known,
            category=mention.category,
            requirement=mention.requirement,
            any_of=numbers.get(mention.group) if mention.group else None,
            surface=Surface(text=structure.text[start:end], start=start, end=end),
            evidence=mention.passage.evidence,
        )


def _number_groups(best: Iterable[_Mention], groups: dict[int, list[_Mention]]) -> dict[int, int]:
    """New numbers from 1 for the groups that at least two skills still belong to."""
    members: dict[int, set[str]] = {}
    for mention in best:
        if mention.group:
            members.setdefault(mention.group, set()).add(mention.name)
    kept = [group for group in groups if len(members.get(group, ())) > 1]
    return {group: number for number, group in enumerate(kept, 1)}


