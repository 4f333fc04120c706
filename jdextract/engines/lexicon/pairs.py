"""Names that share their head with the next: "code and design reviews", "Software- und Datenqualität"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.matches import Match
from jdextract.taxonomy import SkillEntry

LONGEST_HEAD = 40
"""Characters."""

_JOINTS = (" and ", " und ", " or ", " oder ", " & ", " sowie ")
_FIRST = expression(
    r"(?<![\w-])(?P<modifier>[^\W\d_][\w]*(?:[ -][^\W\d_]\w*)?)(?P<open>-?),? (?:and|und|or|oder|&|sowie) $"
)
_EARLIER = expression(r"(?<![\w-])(?P<modifier>[^\W\d_][\w-]*[^\W_])(?P<open>-?), ?$")
_SHORTEST_HEAD = 4
_WORD_END = expression("[ -]")


def shared_heads(lower: str, matches: Iterable[Match], lookup: Callable[[str], SkillEntry | None]) -> Iterator[Match]:
    """The practices and traits that stand in front of ``matches`` and borrow the head of their name.

    ``lookup`` finds the entry of a folded name.
    """
    reach = 0
    for match in matches:
        if match.entry.kind != "technology" and lower.endswith(_JOINTS, max(reach, match.low - 7), match.low):
            yield from _in_front(lower, match, reach, lookup)
        reach = match.high


def names_two(name: str, lookup: Callable[[str], SkillEntry | None]) -> bool:
    """Whether a folded name is two names that share their head, each an entry of its own."""
    for joint in _JOINTS:
        if joint in name:
            first, _, second = name.rpartition(joint)
            entry = lookup(second)
            if entry is None or entry.kind == "technology":
                return False
            named = _name(first.strip(), second, lookup, hanging=first.endswith(" "))
            return named is not None and named[1].name != entry.name
    return False


def _in_front(lower: str, match: Match, reach: int, lookup: Callable[[str], SkillEntry | None]) -> Iterator[Match]:
    name = lower[match.low : match.high]
    pattern, high = _FIRST, match.low
    while found := pattern.search(lower, max(reach, high - LONGEST_HEAD), high):
        named = _name(found["modifier"], name, lookup, hanging=bool(found["open"]))
        if not named:
            return
        modifier, entry = named
        low = found.end("modifier") - len(modifier)
        if entry.name != match.entry.name:
            yield Match(entry, low, found.end("modifier"), elided=True)
        pattern, high = _EARLIER, low


def _name(
    modifier: str, name: str, lookup: Callable[[str], SkillEntry | None], *, hanging: bool
) -> tuple[str, SkillEntry] | None:
    """The longest end of ``modifier`` that makes a name with the head of ``name``, and its entry."""
    heads = list(_heads(name, hanging=hanging))
    for words in dict.fromkeys((modifier, _WORD_END.split(modifier)[-1])):
        for head in heads:
            entry = lookup(words.replace("-", " ") + head)
            if entry and entry.kind != "technology":
                return words, entry
    return None


def _heads(name: str, *, hanging: bool) -> Iterator[str]:
    """What may follow another modifier: the last word of ``name``, behind a hyphen its end as well."""
    *before, last = _WORD_END.split(name)
    if before:
        yield " " + last
    if hanging:
        if before:
            yield last
        for start in range(3, len(last) - _SHORTEST_HEAD + 1):
            yield last[start:]
