"""Groups of alternatives: "Go, Java or Kotlin", "AWS/GCP/Azure", "one of: Django, Flask"."""

from __future__ import annotations

from collections.abc import Iterator

from jdextract.engines.lexicon.chains import Joint
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.structure import Passage
from jdextract.taxonomy import SkillEntry

_ONE_OF = expression(
    r"(?:\bone of(?: the following)?|\bat least (?:one|two)(?: of)?|\bone or more(?: of)?|\bany of|\beither|\bsome of|\ba (?:modern )?(?:\w+ )?(?:language|database|framework|cloud|provider|platform)s? (?:such as|like)|"
    r"\beine[rsmn]?(?: der| dieser| von)?|\bmindestens eine[rsmn]?|\bwahlweise|\bentweder|\bone (?:modern |major |object-oriented |oo |\w+ )?(?:of|programming language|language|cloud|database|framework))(?:[^.;!?]{0,48}?)[\s:(]*$"
)
_OR_SIMILAR = expression(
    r"[\s,/)]*(?:or|oder|and/or)\s+(?:any |an |a |eine[rsmn]? |ein )?(?:other )?(?:similar|equivalent|comparable|related|another|other|vergleichbar|ähnlich|andere|the like|alike|analog)"
)
# Written with a slash, yet both are meant.
_PAIRS = frozenset(
    frozenset(pair)
    for pair in (
        ("HTML", "CSS"),
        ("C", "C++"),
        ("JavaScript", "TypeScript"),
        ("Linux", "Unix"),
        ("Docker", "Kubernetes"),
        ("React", "Redux"),
        ("TCP", "IP"),
        ("JavaScript", "HTML"),
        ("JavaScript", "CSS"),
        ("C#", ".NET"),
        ("Git", "GitHub"),
        ("Git", "GitLab"),
        ("TypeScript", "Angular"),
        ("SQL", "NoSQL"),
        ("Jira", "Confluence"),
        ("Java", "Kotlin"),
        ("AWS", "Linux"),
        ("Terraform", "Ansible"),
    )
)


def find_groups(
    lower: str, passage: Passage, matches: list[Match], joined: list[Joint | None]
) -> Iterator[list[Match]]:
    """The groups of alternatives among the matches of one passage; each has at least two members."""
    index = 0
    while index < len(matches):
        last = index
        while joined[last] in ("comma", "slash", "or", "and"):
            last += 1
        if last > index:
            yield from _groups_of_list(lower, passage, matches[index : last + 1], joined[index:last])
        index = last + 1


def _groups_of_list(
    lower: str, passage: Passage, members: list[Match], between: list[Joint | None]
) -> Iterator[list[Match]]:
    if any(member.entry.kind == "soft" for member in members):
        return
    whole = _ONE_OF.search(lower, max(passage.low, members[0].low - 80), members[0].low) or (
        "and" not in between and _OR_SIMILAR.match(lower, members[-1].high)
    )
    if whole:
        yield members
        return
    start = 0
    while start < len(between):
        if "or" in between[start:] and (found := _alternatives(members, between, start)):
            first, last = found
            yield members[first : last + 1]
            start = last + 1
            continue
        break
    else:
        return
    yield from _slashed(members[start:], between[start:])


def _alternatives(members: list[Match], between: list[Joint | None], start: int) -> tuple[int, int] | None:
    """The first and last member of the next run that an "or" closes."""
    at = between.index("or", start)
    first = at
    while first > start and between[first - 1] in ("comma", "slash", "or"):
        first -= 1
    last = at + 1
    while last < len(between) and between[last] in ("or", "slash"):
        last += 1
    same_kind = [member for member in members[first : last + 1] if member.entry.kind == members[at].entry.kind]
    return (first, last) if len(same_kind) == last + 1 - first else (at, at + 1)


def _slashed(members: list[Match], between: list[Joint | None]) -> Iterator[list[Match]]:
    index = 0
    while index < len(between):
        last = index
        while last < len(between) and between[last] == "slash":
            last += 1
        if last > index and _are_rivals([member.entry for member in members[index : last + 1]]):
            yield members[index : last + 1]
        index = max(last, index + 1)


def _are_rivals(entries: list[SkillEntry]) -> bool:
    names = {entry.name for entry in entries}
    if len(names) < 2 or any(pair <= names for pair in _PAIRS) or any(set(entry.implies) & names for entry in entries):
        return False
    shared = set(entries[0].groups).intersection(*(entry.groups for entry in entries[1:]))
    if shared:
        return True
    return all(
        entry.category == "languages_frameworks" and entry.kind == "technology" and not entry.groups
        for entry in entries
    )
