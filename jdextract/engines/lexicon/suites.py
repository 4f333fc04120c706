"""Members of a product suite without its name: "Azure Functions, Service Bus, Cost Management", "AWS (Glue, Batch)"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.taxonomy import SkillEntry

_SUITES = {
    "Adobe Creative Cloud": ("adobe ",),
    "Atlassian": ("atlassian ", "jira "),
    "AWS": ("aws ", "amazon "),
    "Azure": ("azure ",),
    "Databricks": ("databricks ",),
    "Elastic Stack": ("elastic ",),
    "Firebase": ("firebase ",),
    "GCP": ("google cloud ",),
    "Jira": ("jira ", "atlassian "),
    "Microsoft 365": ("microsoft ",),
    "Microsoft Dynamics 365": ("dynamics 365 ",),
    "Microsoft Power Platform": ("power ", "microsoft "),
    "MongoDB": ("mongodb ",),
    "Oracle Cloud": ("oracle ",),
    "Salesforce": ("salesforce ",),
    "SAP": ("sap ",),
    "ServiceNow": ("servicenow ",),
    "Shopify": ("shopify ",),
    "Snowflake": ("snowflake ",),
    "Spring": ("spring ",),
    "VMware": ("vmware ",),
    "Workday": ("workday ",),
}
"""What the full names of a suite's members begin with."""
_AT_LARGE = frozenset({"Atlassian", "Jira", "MongoDB", "Salesforce", "ServiceNow"})
"""Suites whose members of two words have names that mean nothing else where the posting speaks of the suite."""
_UMBRELLAS = frozenset(_SUITES) - {"Jira", "MongoDB"}
"""Suites whose own name says nothing of what is listed beside it: "Azure, DevOps" are two."""
_BRACKET = r" ?\((?:e\.g\.,? |like |such as |z\. ?b\. )?"
_NEXT = r" ?(?:, ?(?:and |und |or |oder )?|/| (?:and|und|or|oder|&) )"
_LIST_OPENS = expression(rf"(?:{_BRACKET}|: )")
_JOINT = expression(rf"(?:{_NEXT}|{_BRACKET})")
_CONTINUES = expression(rf"(?:{_NEXT})?")
_MEMBER = expression(r"[A-Z][\w+#]*(?: [A-Z][\w+#]*){0,2}(?![\w+#-]|\.[a-z])")
_NAMED = expression(r"(?<![\w@.-])[A-Z][\w+#]*(?: [A-Z][\w+#]*){1,3}(?![\w-])")


def suite_members(
    folded: FoldedText, matches: Sequence[Match], lookup: Callable[[str], SkillEntry | None]
) -> Iterator[Match]:
    """The technologies behind ``matches`` whose full names begin with that of the suite in front of them.

    One may lie on a practice of ``matches`` ("API Gateway"). Behind the suite itself only a bracket or a colon lists
    its members: "Azure, DevOps" are two. ``lookup`` finds the entry of a folded name.
    """
    plain = folded.plain
    reach = end = 0
    opened: str | None = None
    named: set[str] = set()
    for index, match in enumerate(matches):
        own = _suites_of(match.entry)
        if match.low < reach or not (own or opened):
            continue
        if opened and not _CONTINUES.fullmatch(plain, end, match.low):
            opened = None
        end = match.high
        named.update(own)
        if match.entry.name in _UMBRELLAS:
            opening = _LIST_OPENS.match(plain, end)
            if not opening:
                continue
            opened, end = match.entry.name, opening.end()
        elif opened and opened not in own:
            own = [opened]
        for member in _members_from(plain, end, own, lookup, fresh=end != match.high):
            if not _is_free(member, matches, index + 1, bracketed=opened is not None):
                break
            yield member
            reach = end = member.high
    if named := named & _AT_LARGE:
        yield from _members_at_large(folded, matches, sorted(named), lookup)


def _members_from(
    plain: str, end: int, suites: Sequence[str], lookup: Callable[[str], SkillEntry | None], *, fresh: bool
) -> Iterator[Match]:
    """The members in a row from ``end`` on, each behind a joint; none stands in front of the first of a ``fresh`` list."""
    while suites:
        joint = end if fresh else _joint_end(plain, end)
        found = None if joint is None else _MEMBER.match(plain, joint)
        member = found and _longest(found[0], found.start(), suites, lookup)
        if not member:
            return
        yield member
        end, fresh = member.high, False


def _joint_end(plain: str, end: int) -> int | None:
    found = _JOINT.match(plain, end)
    return found.end() if found else None


def _members_at_large(
    folded: FoldedText, matches: Sequence[Match], suites: Sequence[str], lookup: Callable[[str], SkillEntry | None]
) -> Iterator[Match]:
    """The members of two words and more, wherever the posting names them: "Service Cloud", "Platform Events"."""
    spans = [(match.low, match.high) for match in matches]
    at = 0
    for found in _NAMED.finditer(folded.plain):
        member = _longest(found[0], found.start(), suites, lookup)
        if member is None or " " not in folded.plain[member.low : member.high]:
            continue
        while at < len(spans) and spans[at][1] <= member.low:
            at += 1
        if at == len(spans) or spans[at][0] >= member.high:
            yield member


def _suites_of(entry: SkillEntry) -> list[str]:
    if entry.kind != "technology":
        return []
    if entry.name in _SUITES:
        return [entry.name]
    return [name for name in entry.implies if name in _SUITES]


def _longest(words: str, low: int, suites: Sequence[str], lookup: Callable[[str], SkillEntry | None]) -> Match | None:
    """The member with the longest name that ``words``, which stand at ``low``, begin with."""
    parts = words.split(" ")
    for count in range(len(parts), 0, -1):
        name = " ".join(parts[:count])
        for suite in suites:
            for head in _SUITES[suite]:
                full = head + name.lower()
                entry = lookup(full) or (lookup(full[:-1]) if full.endswith("s") else None)
                if entry and entry.kind == "technology" and entry.name not in _SUITES:
                    return Match(entry, low, low + len(name))
    return None


def _is_free(member: Match, matches: Sequence[Match], first: int, *, bracketed: bool) -> bool:
    """Whether nothing but practices with words of the member's stand where it does.

    A single word outside the suite's brackets is a practice more often than a product that is called by it.
    """
    for match in matches[first:]:
        if match.low >= member.high:
            break
        if match.high <= member.low:
            continue
        within = match.low >= member.low and match.high <= member.high and match.entry.kind != "technology"
        if not within or not (bracketed or member.entry.name.count(" ") > 1):
            return False
    return True
