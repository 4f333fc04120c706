"""Members of a product suite without its name: "Azure Functions, Service Bus, Cost Management", "AWS (Glue, Batch)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.taxonomy import SkillEntry

_SUITES = {
    "AWS": ("aws ", "amazon "),
    "Azure": ("azure ",),
    "Databricks": ("databricks ",),
    "GCP": ("google cloud ",),
    "Salesforce": ("salesforce ",),
    "SAP": ("sap ",),
    "Snowflake": ("snowflake ",),
    "Spring": ("spring ",),
}
"""What the full names of a suite's members begin with."""
_MEMBER = expression(
    r"(?P<joint> ?(?:, ?(?:and |und |or |oder )?|/| (?:and|und|or|oder|&) | ?\((?:e\.g\.,? |like |such as |z\. ?b\. )?))"
    r"(?P<name>[A-Z][\w+#]*(?: [A-Z][\w+#]*){0,2})(?![\w+#-]|\.[a-z])"
)


def suite_members(
    folded: FoldedText, matches: Sequence[Match], lookup: Callable[[str], SkillEntry | None]
) -> Iterator[Match]:
    """The technologies behind ``matches`` whose full names begin with that of the suite in front of them.

    One may lie on a practice of ``matches`` ("API Gateway"). Behind the suite itself only a bracket lists its
    members: "Azure, DevOps" are two. ``lookup`` finds the entry of a folded name.
    """
    reach = 0
    for index, match in enumerate(matches):
        if match.low < reach or match.entry.kind != "technology" or not (suites := _suites_of(match.entry)):
            continue
        high, bracketed = match.high, False
        while found := _MEMBER.match(folded.plain, high):
            if high == match.high and match.entry.name in _SUITES:
                bracketed = "(" in found["joint"]
                if not bracketed:
                    break
            member = _longest(found, suites, lookup)
            if member is None or not _is_free(member, matches, index + 1, bracketed=bracketed):
                break
            yield member
            high = reach = member.high


def _suites_of(entry: SkillEntry) -> list[str]:
    if entry.name in _SUITES:
        return [entry.name]
    return [name for name in entry.implies if name in _SUITES]


def _longest(found: re.Match[str], suites: Sequence[str], lookup: Callable[[str], SkillEntry | None]) -> Match | None:
    """The member with the longest name that ``found`` begins with."""
    words = found["name"].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        for suite in suites:
            for head in _SUITES[suite]:
                entry = lookup(head + name.lower())
                if entry and entry.kind == "technology" and entry.name != suite:
                    return Match(entry, found.start("name"), found.start("name") + len(name))
    return None


def _is_free(member: Match, matches: Sequence[Match], first: int, *, bracketed: bool) -> bool:
    """Whether nothing but a practice with the same words stands where the member does.

    A single word outside the suite's brackets is a practice more often than a product that is called by it.
    """
    for match in matches[first:]:
        if match.low >= member.high:
            break
        if match.high <= member.low:
            continue
        words = match.low == member.low and match.high == member.high and match.entry.kind != "technology"
        if not words or not (bracketed or member.entry.name.count(" ") > 1):
            return False
    return True
