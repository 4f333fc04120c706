"""Names and aliases of the taxonomy found in a folded text: one pass of an automaton, then what may stand there.

Names that are ordinary words too carry a guard in the taxonomy; `Match.doubt` says what it still asks for,
and `contexts` settles it when the neighbours are known.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from weakref import WeakKeyDictionary

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jdextract.engines.lexicon.boundaries import PARTING, begins_name, ends_inflected, ends_name
from jdextract.engines.lexicon.chains import LONGEST_JOINT, joint
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.heads import Heads
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.names import SHORT, Pattern, name_table, without_hyphens
from jdextract.engines.lexicon.pairs import shared_heads
from jdextract.engines.lexicon.suites import suite_members
from jdextract.taxonomy import Taxonomy

_LISTED_BEFORE = re.compile(r"(?:\A|[\n,/|;:(\[{•·+&]|\b(?:and|or|und|oder))\s*$")
_GOES_ON = frozenset([" for", " from", " in", " on", " to", " with"])
_LISTED_BEHIND = re.compile(
    r"\s*(?:$|[\n,/|;)\]}•·+&.]|(?:and|or|und|oder)\b|(?:back-?end|front-?end|(?:micro)?services)\b)"
)
# Behind these a list may begin ("our stack is react, node").
_LIST_BEGINS = re.compile(r"\b(?:is|are|in|using|with|includes?|mit|nutzen|ist|sind) $")
_LIST_GOES_ON = re.compile(r"[,/] ?[\w.]")


def _by_place(match: Match) -> int:
    return match.low


class Matcher:
    """The names of one taxonomy, compiled."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._table = table = name_table(taxonomy)
        self._patterns: list[tuple[Pattern, ...] | None] = [None] * len(table.names)
        self._heads = Heads(table.names[: table.short])
        spellings = {
            spelling: number
            for number in range(table.short, len(table.names))
            for spelling in _spellings(table.names[number], table.patterns(number))
            if spelling.lower() == table.names[number]
        }
        self._short_numbers = list(spellings.values())
        self._short = AhoCorasick(
            list(spellings), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )

    def find(self, folded: FoldedText) -> list[Match]:
        """The matches in ``folded``, from left to right; none overlaps another, longer ones win."""
        lower = folded.lower
        candidates = self._candidates(folded)
        barred = self._barred(folded, candidates)
        candidates.sort()
        patterns = self._patterns
        matches: list[Match] = []
        reach = -1
        for low, rest, number in candidates:
            if low < reach:
                continue
            high = -rest
            # Most marks behind a name end it; anything else needs a closer look.
            ended = lower[high : high + 1] in PARTING
            for pattern in patterns[number] or self._patterns_of(number):
                if pattern.never or not (
                    ended
                    # A version shows that an ordinary word is a name: "React16".
                    or ends_name(folded, low, high, bend=pattern.bend or lower[high].isdigit())
                    or (pattern.inflect and high - low > 4 and ends_inflected(lower, high))
                ):
                    continue
                lowered = pattern.cased and not _is_written_so(folded.plain, low, high, pattern)
                if (lowered and not _is_listed(folded.plain, low, high, pattern)) or (
                    pattern.entry.kind == "soft" and self._cuts(folded, candidates, low, high)
                ):
                    continue
                doubt = pattern.context or lowered
                phrases = barred.get(pattern.entry.name) if pattern.guarded else None
                if phrases and (bars := [(a, b) for a, b in phrases if a <= low and high <= b]):
                    # The match lies in phrases that are something else ("Go live").
                    if not _is_listed_all_the_same(folded, matches, low, high, bars):
                        continue
                    doubt = True
                reach = high
                matches.append(Match(pattern.entry, low, high, doubt, pattern.cue, lowered))
                break
        if borrowed := list(shared_heads(lower, matches, self._table.named)):
            matches = sorted((*matches, *borrowed), key=_by_place)
        if members := list(suite_members(folded, matches, self._table.named)):
            spans = [(member.low, member.high) for member in members]
            free = (match for match in matches if not any(low <= match.low < high for low, high in spans))
            matches = sorted((*free, *members), key=_by_place)
        return matches

    @property
    def practice_words(self) -> frozenset[str]:
        """The words of practices' and traits' names, in lower case; made when first asked for."""
        return self._table.practice_words

    def _patterns_of(self, number: int) -> tuple[Pattern, ...]:
        found = self._patterns[number] = self._table.patterns(number)
        return found

    def _candidates(self, folded: FoldedText) -> list[tuple[int, int, int]]:
        """Where a name begins and, negated, ends, with its number, if nothing in front makes it a part of a word."""
        plain = folded.plain
        found: list[tuple[int, int, int]] = []
        spaced, whole, names_at = without_hyphens(folded.lower), self._heads.whole, self._heads.names_at
        for head, low, high in self._heads.find(spaced):
            # Nearly all candidates lie within a word or stand behind a mark that parts: only the rest needs a closer look.
            if low and (before := spaced[low - 1]) not in PARTING:
                if before.isalnum() and spaced[low].isalnum() and not plain[low].isupper():
                    continue
                if not begins_name(folded, low, high):
                    continue
            if head < whole:
                found.append((low, -high, head))
            else:
                for number, end in names_at(spaced, head, high):
                    found.append((low, -end, number))
        found.extend(self._short_candidates(folded))
        return found

    def _cuts(self, folded: FoldedText, candidates: list[tuple[int, int, int]], low: int, high: int) -> bool:
        """Whether ``[low, high)`` ends within another name: "Interesse an IT" in "Interesse an IT-Sicherheit"."""
        if folded.lower[high : high + 1] != "-":
            return False
        for start, rest, number in candidates[bisect(candidates, (low + 1,)) :]:
            if start >= high:
                return False
            if -rest > high and any(
                not pattern.never
                and pattern.entry.kind != "soft"
                and ends_name(folded, start, -rest, bend=pattern.bend)
                for pattern in self._patterns[number] or self._patterns_of(number)
            ):
                return True
        return False

    def _short_candidates(self, folded: FoldedText) -> Iterator[tuple[int, int, int]]:
        """The same for names of one or two letters or digits, which are looked for as they are written."""
        plain = folded.plain
        for spelling, low, high in self._short.find_matches_as_indexes(plain):
            of_word = plain[high : high + 1].isalnum() or (low and plain[low - 1].isalnum())
            if not of_word and begins_name(folded, low, high):
                yield low, -high, self._short_numbers[spelling]

    def _barred(
        self, folded: FoldedText, candidates: Iterable[tuple[int, int, int]]
    ) -> dict[str, list[tuple[int, int]]]:
        """Where phrases stand that are something else, by the name of the entry that says so."""
        barring = self._table.barring
        barred: dict[str, list[tuple[int, int]]] = {}
        for low, rest, number in [candidate for candidate in candidates if candidate[2] in barring]:
            if ends_name(folded, low, -rest, bend=False):
                for pattern in self._patterns[number] or self._patterns_of(number):
                    if pattern.never:
                        barred.setdefault(pattern.entry.name, []).append((low, -rest))
        return barred


def _spellings(name: str, patterns: Iterable[Pattern]) -> Iterable[str]:
    for pattern in patterns:
        if pattern.guarded:
            yield from pattern.forms
            if pattern.entry.kind == "technology" and len(name) > 1:
                yield name
        elif pattern.never or not name.isalpha():
            yield from map("".join, product(*({letter, letter.upper()} for letter in name)))
        else:
            yield from (name.upper(), pattern.entry.name)


def _is_written_so(plain: str, low: int, high: int, pattern: Pattern) -> bool:
    """Whether the letter case is that of the name rather than of an ordinary word."""
    written = plain[low:high]
    if not pattern.guarded:
        return not written.isalpha() or written.isupper() or written == pattern.entry.name
    written = without_hyphens(written)
    # Whole lines in capitals ("CURIOUS, DETERMINED") say nothing of a practice's or trait's case.
    shouted = pattern.entry.kind != "technology" and high - low > SHORT + 1 and written.isupper()
    return (shouted or written in pattern.forms) and not _is_joined(plain, low, high)


def _is_listed(plain: str, low: int, high: int, pattern: Pattern) -> bool:
    """Whether a technology's name in lower case stands between the marks of a list: "python, go, rust"."""
    return (
        pattern.guarded
        and not pattern.cue
        and pattern.entry.kind == "technology"
        and high - low > 1
        and plain[low:high].islower()
        and any(form.lower() == plain[low:high] for form in pattern.forms)
        and (
            (
                _LISTED_BEFORE.search(plain, max(0, low - 6), low) is not None
                and _LISTED_BEHIND.match(plain, high) is not None
            )
            or (
                _LIST_GOES_ON.match(plain, high) is not None
                and _LIST_BEGINS.search(plain, max(0, low - 10), low) is not None
            )
        )
    )


def _is_listed_all_the_same(
    folded: FoldedText, matches: Sequence[Match], low: int, high: int, bars: Iterable[tuple[int, int]]
) -> bool:
    """Whether a list ends with the name and the sentence goes on behind it: "Java and Go for the backend"."""
    lower = folded.lower
    if not (matches and matches[-1].entry.kind == "technology" and folded.plain[low].isupper()):
        return False
    between = lower[matches[-1].high : low]
    return (
        len(between) <= LONGEST_JOINT
        and joint(between) in ("comma", "slash", "or", "and")
        and all(a == low and lower[high:b] in _GOES_ON for a, b in bars)
    )


def _is_joined(plain: str, low: int, high: int) -> bool:
    """Whether a hyphen makes an ordinary word of the match ("go-to-market"); "Go-Entwickler" stays a name."""
    if low > 1 and plain[low - 1] == "-" and plain[low - 2].isalnum():
        return True
    if high + 1 < len(plain) and plain[high] == "-" and plain[high + 1].isalnum():
        tail = plain[high + 1 : high + 14].lower()
        return not (plain[high + 1].isupper() or tail.startswith(("based", "native", "focused", "basiert", "bas")))
    return False


_MATCHERS: WeakKeyDictionary[Taxonomy, Matcher] = WeakKeyDictionary()


def matcher_for(taxonomy: Taxonomy) -> Matcher:
    """The matcher of ``taxonomy``, built once."""
    if (matcher := _MATCHERS.get(taxonomy)) is None:
        matcher = _MATCHERS[taxonomy] = Matcher(taxonomy)
    return matcher
