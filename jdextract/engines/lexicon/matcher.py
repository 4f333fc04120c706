"""Names and aliases of the taxonomy found in a folded text: one pass of an automaton, then what may stand there.

Names that are ordinary words too carry a guard in the taxonomy; `Match.doubt` says what it still asks for,
and `contexts` settles it when the neighbours are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from jdextract.engines.lexicon.boundaries import begins_name, ends_inflected, ends_name
from jdextract.engines.lexicon.folding import FoldedText, fold
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.pairs import names_two, shared_heads
from jdextract.taxonomy import SkillEntry, Taxonomy


@dataclass(slots=True)
class _Pattern:
    """What one folded string of the automaton stands for; ``forms`` are the letter cases that a guard allows."""

    entry: SkillEntry
    never: bool = False
    guarded: bool = False
    context: bool = False
    forms: frozenset[str] = frozenset()
    bend: bool = True
    inflect: bool = False
    cue: bool = False


_SHORT = 2
_RUN_OF_BLANKS = re.compile("[ \t]+")


def _by_place(match: Match) -> int:
    return match.low


class Matcher:
    """The names of one taxonomy, compiled."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        entries = list(taxonomy.skills.values())
        self._patterns: dict[str, list[_Pattern]] = {}
        folded = _fold_names(entries)
        for entry in entries:
            self._add_names(entry, entry.names, folded)
        for entry in entries:  # a name of one entry outranks a cue of another
            if entry.cues:
                self._add_names(entry, entry.cues, folded, cue=True)
        for name in [name for name in self._patterns if name.count(" ") > 1 and names_two(name, self._named)]:
            del self._patterns[name]  # each half is found by itself, and both count
        for entry in entries:
            if entry.guard and entry.guard.never:
                self._add_never(entry, entry.guard.never, folded)
        long = [name for name in self._patterns if len(name) > _SHORT or not name.isalnum()]
        short = [name for name in self._patterns if len(name) <= _SHORT and name.isalnum()]
        self._found = [self._patterns[name] for name in (*long, *short)]
        self._barring = frozenset(
            number for number, patterns in enumerate(self._found) if any(pattern.never for pattern in patterns)
        )
        self._automaton = AhoCorasick(
            long, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
        )
        self._numbers = {name: len(long) + number for number, name in enumerate(short)}
        self._short = re.compile(rf"(?<![^\W_])(?:{'|'.join(short)})(?![^\W_])") if short else None

    def _add_names(
        self, entry: SkillEntry, names: tuple[str, ...], folded: dict[str, str], *, cue: bool = False
    ) -> None:
        guard, patterns = entry.guard, self._patterns
        forms: dict[str, set[str]] = {}
        for form in guard.forms if guard else ():
            forms.setdefault(folded[form], set()).add(_without_hyphens(form))
        inflect = entry.kind != "technology"
        free = [_Pattern(entry, inflect=inflect, cue=cue)]
        for name in names:
            spelling = folded[name]
            if not spelling:
                continue
            pattern = free
            if guard and spelling in forms:
                context = guard.level == "context"
                pattern = [
                    _Pattern(
                        entry,
                        guarded=True,
                        context=context,
                        forms=frozenset(forms[spelling]),
                        bend=False,
                        cue=cue,
                    )
                ]
            known = patterns.get(spelling)
            if known is None or (name == entry.name and known[0].entry is not entry):
                patterns[spelling] = pattern
            if inflect and pattern is free and (singular := _singular(spelling)):
                patterns.setdefault(singular, free)

    def _add_never(self, entry: SkillEntry, phrases: tuple[str, ...], folded: dict[str, str]) -> None:
        own = {folded[name] for name in entry.names}
        for phrase in phrases:
            spelling = folded[phrase]
            if spelling and spelling not in own:  # a phrase that is the name itself would bar it everywhere
                known = self._patterns.get(spelling, [])
                self._patterns[spelling] = [*known, _Pattern(entry, never=True, bend=False)]

    def find(self, folded: FoldedText) -> list[Match]:
        """The matches in ``folded``, from left to right; none overlaps another, longer ones win."""
        candidates = self._candidates(folded)
        barred: dict[str, list[tuple[int, int]]] = {}
        for low, rest, number in candidates:
            if number in self._barring and ends_name(folded, low, -rest, bend=False):
                for pattern in self._found[number]:
                    if pattern.never:
                        barred.setdefault(pattern.entry.name, []).append((low, -rest))
        candidates.sort()
        matches: list[Match] = []
        reach = -1
        for low, rest, number in candidates:
            if low < reach:
                continue
            for pattern in self._found[number]:
                if self._fits(folded, low, -rest, pattern) and not _is_barred(pattern, low, -rest, barred):
                    reach = -rest
                    matches.append(Match(pattern.entry, low, reach, pattern.context, pattern.cue))
                    break
        if borrowed := list(shared_heads(folded.lower, matches, self._named)):
            matches = sorted((*matches, *borrowed), key=_by_place)
        return matches

    def _named(self, folded_name: str) -> SkillEntry | None:
        """The entry that a folded name stands for without a doubt."""
        for pattern in self._patterns.get(folded_name, ()):
            if not (pattern.never or pattern.cue or (pattern.guarded and pattern.context)):
                return pattern.entry
        return None

    def _candidates(self, folded: FoldedText) -> list[tuple[int, int, int]]:
        """Where a name begins and, negated, ends, with its number, if nothing in front makes it a part of a word."""
        plain, lower = folded.plain, folded.lower
        found: list[tuple[int, int, int]] = []
        for index, low, high in self._automaton.find_matches_as_indexes(_without_hyphens(lower), overlapping=True):
            before = lower[low - 1] if low else " "
            # Nearly all candidates lie within a word or stand behind a space: only the rest needs a closer look.
            if before != " ":
                if before.isalnum() and lower[low].isalnum() and not plain[low].isupper():
                    continue
                if not begins_name(folded, low, high):
                    continue
            found.append((low, -high, index))
        if self._short:
            for match in self._short.finditer(lower):
                low, high = match.span()
                if begins_name(folded, low, high):
                    found.append((low, -high, self._numbers[match.group()]))
        return found

    def _fits(self, folded: FoldedText, low: int, high: int, pattern: _Pattern) -> bool:
        if pattern.never:
            return False
        lower = folded.lower
        # A space behind a name ends it; anything else needs a closer look.
        if (
            lower[high : high + 1] != " "
            and not ends_name(folded, low, high, bend=pattern.bend)
            and not (pattern.inflect and high - low > 4 and ends_inflected(lower, high))
        ):
            return False
        if pattern.guarded:
            plain = folded.plain
            written = _without_hyphens(plain[low:high])
            # Whole lines in capitals ("CURIOUS, DETERMINED") say nothing of a practice's or trait's case.
            shouted = pattern.entry.kind != "technology" and high - low > _SHORT + 1 and written.isupper()
            return (shouted or written in pattern.forms) and not _is_joined(plain, low, high)
        if high - low <= _SHORT and lower[low:high].isalpha():
            plain = folded.plain[low:high]
            return plain.isupper() or plain == pattern.entry.name
        return True


def _is_barred(pattern: _Pattern, low: int, high: int, barred: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether the match lies in a phrase that is something else ("Go live")."""
    return pattern.guarded and any(a <= low and high <= b for a, b in barred.get(pattern.entry.name, ()))


def _is_joined(plain: str, low: int, high: int) -> bool:
    """Whether a hyphen makes an ordinary word of the match ("go-to-market"); "Go-Entwickler" stays a name."""
    if low > 1 and plain[low - 1] == "-" and plain[low - 2].isalnum():
        return True
    if high + 1 < len(plain) and plain[high] == "-" and plain[high + 1].isalnum():
        tail = plain[high + 1 : high + 14].lower()
        return not (plain[high + 1].isupper() or tail.startswith(("based", "native", "focused", "basiert", "bas")))
    return False


def _without_hyphens(text: str) -> str:
    """Hyphens as spaces: names are written with both, and German compounds with any mixture."""
    return text.replace("-", " ")


def _fold_names(entries: list[SkillEntry]) -> dict[str, str]:
    """All that is written in ``entries`` and looked for in texts, folded; most in one go, for start-up counts."""
    raw: set[str] = set()
    for entry in entries:
        raw.update(entry.names, entry.cues)
        if entry.guard:
            raw.update(entry.guard.forms, entry.guard.never)
    plain = [name for name in raw if name.isascii() and "\n" not in name]
    together = _without_hyphens(_RUN_OF_BLANKS.sub(" ", "\n".join(plain).lower()))
    folded = dict(zip(plain, together.split("\n"), strict=True))
    folded.update({name: _fold_name(name) for name in raw - folded.keys()})
    return folded


def _fold_name(name: str) -> str:
    # Blanks first: a hanging hyphen leaves two of them, in a text as well.
    return _without_hyphens(" ".join(fold(name).lower.split()))


def _singular(name: str) -> str | None:
    """A concept's name without its plural s: postings write of one microservice as well."""
    if len(name) > 6 and name.endswith("s") and not name.endswith(("ss", "is", "us", "ics")):
        return name[:-1]
    return None


_MATCHERS: WeakKeyDictionary[Taxonomy, Matcher] = WeakKeyDictionary()


def matcher_for(taxonomy: Taxonomy) -> Matcher:
    """The matcher of ``taxonomy``, built once."""
    if (matcher := _MATCHERS.get(taxonomy)) is None:
        matcher = _MATCHERS[taxonomy] = Matcher(taxonomy)
    return matcher
