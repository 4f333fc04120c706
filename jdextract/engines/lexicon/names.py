"""The names of a taxonomy as texts are searched for them: folded, each with the skills that it may stand for.

What ships is compiled when the wheel is built: start-up counts. What was edited since, or added by a user's file,
is built from the entries.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jdextract.engines.lexicon import folding, heads, pairs
from jdextract.engines.lexicon.folding import fold
from jdextract.engines.lexicon.heads import by_head
from jdextract.engines.lexicon.pairs import names_two
from jdextract.taxonomy import SkillEntry, Taxonomy
from jdextract.taxonomy.loading import CompiledSkills

COMPILED = Path(__file__).parent / "data" / "compiled.json"
SHORT = 2
"""Characters; a name of so few counts in its own letter case or in capitals."""

_RUN_OF_BLANKS = re.compile("[ \t]+")
_CUE, _NEVER, _GUARDED, _CONTEXT = 1, 2, 4, 8

Use = tuple[int, int, Sequence[str]]
"""One skill that a name may stand for: the entry's number, flags, and the letter cases that a guard allows."""

Uses = int | Sequence[Use]
"""What a name may stand for, best first; nearly all names are those of one entry with no conditions, its number."""


@dataclass(slots=True)
class Pattern:
    """What one folded name stands for; ``forms`` are the letter cases that a guard allows.

    ``cased`` says that its letter case matters, since it is guarded or short.
    """

    entry: SkillEntry
    cased: bool
    never: bool = False
    guarded: bool = False
    context: bool = False
    forms: frozenset[str] = frozenset()
    bend: bool = True
    inflect: bool = False
    cue: bool = False


_WORDS = re.compile(r"[^\W_]+").findall
_FEW = 2
"""Practices and traits that have a word in their names, for it to be one that names no technology."""


class NameTable:
    """The folded names of a taxonomy by their numbers: the long ones in the order of `by_head`, then from ``short`` on the short ones.

    ``uses`` holds for each what it may stand for, best first; ``barring`` are the numbers of the phrases that
    some entry says are something else.
    """

    def __init__(
        self,
        taxonomy: Taxonomy,
        names: list[str],
        short: int,
        uses: list[Uses],
        barring: Iterable[int],
        *,
        practice_words: str,
    ) -> None:
        self.names = names
        self.short = short
        self.barring = frozenset(barring)
        self._uses = uses
        self._practice_words = practice_words
        self._skills = taxonomy.skills
        self._entries = list(taxonomy.skills)

    def patterns(self, number: int) -> tuple[Pattern, ...]:
        """What the name with this number may stand for, best first."""
        return tuple(self._pattern(use, short=number >= self.short) for use in _listed(self._uses[number]))

    def _pattern(self, use: Use, *, short: bool) -> Pattern:
        number, flags, forms = use
        entry = self._skills[self._entries[number]]
        free = not flags & (_NEVER | _GUARDED)
        return Pattern(
            entry,
            cased=short or bool(flags & _GUARDED),
            never=bool(flags & _NEVER),
            guarded=bool(flags & _GUARDED),
            context=bool(flags & _CONTEXT),
            forms=frozenset(forms),
            bend=free,
            inflect=free and entry.kind != "technology",
            cue=bool(flags & _CUE),
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def practice_words(self) -> frozenset[str]:
        """The words of the names of practices and traits, in lower case: they name no technology."""
        return frozenset(self._practice_words.split())

    def named(self, folded_name: str) -> SkillEntry | None:
        """The entry that a folded name stands for without a doubt."""
        number = self._numbers.get(folded_name)
        found = None if number is None else _sure_entry(_listed(self._uses[number]))
        return None if found is None else self._skills[self._entries[found]]


def _listed(uses: Uses) -> Sequence[Use]:
    return ((uses, 0, ()),) if isinstance(uses, int) else uses


def _sure_entry(uses: Sequence[Use]) -> int | None:
    return next((number for number, flags, _ in uses if not flags & (_NEVER | _CUE | _CONTEXT)), None)


def name_table(taxonomy: Taxonomy) -> NameTable:
    """The names of ``taxonomy``, out of the compiled file where that was made of the same."""
    # Other skills may stand under the same fingerprint where a caller has put them together.
    if isinstance(taxonomy.skills, CompiledSkills) and COMPILED.exists():
        compiled = json.loads(COMPILED.read_text(encoding="utf-8"))
        if compiled["digest"] == _digest(taxonomy):
            parts = (compiled[part] for part in ("short", "uses", "barring"))
            names = compiled["names"].split("\n")  # one long text is read five times as fast as a list
            return NameTable(taxonomy, names, *parts, practice_words=compiled["practice_words"])
    return build_table(taxonomy)


def compile_shipped() -> str:
    """The names of the shipped taxonomy as JSON with the digest of what it was made of (for the build hook)."""
    taxonomy = Taxonomy.load()
    table = build_table(taxonomy)
    compiled = {
        "digest": _digest(taxonomy),
        "names": "\n".join(table.names),
        "short": table.short,
        "uses": table._uses,  # noqa: SLF001 - its own module
        "barring": sorted(table.barring),
        "practice_words": " ".join(sorted(table.practice_words)),
    }
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"))


def _digest(taxonomy: Taxonomy) -> str:
    digest = hashlib.sha256(taxonomy.fingerprint.encode())
    for source in (__file__, folding.__file__, heads.__file__, pairs.__file__):  # the rules that the table was made by
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()


def build_table(taxonomy: Taxonomy) -> NameTable:
    """The names of ``taxonomy``, out of its entries."""
    entries = list(taxonomy.skills.values())
    folded = _fold_names(entries)
    uses: dict[str, list[Use]] = {}
    for number, entry in enumerate(entries):
        _add_names(uses, number, entry, entry.names, folded)
    for number, entry in enumerate(entries):  # a name of one entry outranks a cue of another
        if entry.cues:
            _add_names(uses, number, entry, entry.cues, folded, cue=True)

    def named(name: str) -> SkillEntry | None:
        number = _sure_entry(uses.get(name, ()))
        return None if number is None else entries[number]

    for name in [name for name in uses if name.count(" ") > 1 and names_two(name, named)]:
        del uses[name]  # each half is found by itself, and both count
    for number, entry in enumerate(entries):
        if entry.guard and entry.guard.never:
            _add_never(uses, number, entry, entry.guard.never, folded)
    short = [name for name in uses if len(name) <= SHORT and name.isalnum()]
    names = sorted((name for name in uses if len(name) > SHORT or not name.isalnum()), key=by_head)
    first_short = len(names)
    names += short
    barring = [number for number, name in enumerate(names) if any(flags & _NEVER for _, flags, _ in uses[name])]
    practice_words = _words_of_practices(entry for entry in entries if entry.kind != "technology")
    return NameTable(
        taxonomy,
        names,
        first_short,
        [_shortened(uses[name]) for name in names],
        barring,
        practice_words=" ".join(practice_words),
    )


def _words_of_practices(entries: Iterable[SkillEntry]) -> Iterator[str]:
    """The words that name no technology: those of several practices and traits, and those that are one's whole name."""
    counts: Counter[str] = Counter()
    whole: set[str] = set()
    for entry in entries:
        words = [_WORDS(name.lower()) for name in entry.names]
        counts.update({word for name in words for word in name})
        whole.update(name[0] for name in words if len(name) == 1)
    return (word for word, count in counts.items() if count >= _FEW or word in whole)


def _shortened(uses: list[Use]) -> Uses:
    (number, flags, _), *others = uses
    return uses if flags or others else number


def _add_names(
    uses: dict[str, list[Use]],
    number: int,
    entry: SkillEntry,
    names: tuple[str, ...],
    folded: dict[str, str],
    *,
    cue: bool = False,
) -> None:
    guard = entry.guard
    forms: dict[str, set[str]] = {}
    for form in guard.forms if guard else ():
        forms.setdefault(folded[form], set()).add(without_hyphens(form))
    inflect = entry.kind != "technology"
    free: list[Use] = [(number, _CUE * cue, ())]
    for name in names:
        spelling = folded[name]
        if not spelling:
            continue
        use = free
        if guard and spelling in forms:
            flags = _GUARDED | _CONTEXT * (guard.level == "context") | _CUE * cue
            use = [(number, flags, sorted(forms[spelling]))]
        known = uses.get(spelling)
        if known is None or (name == entry.name and known[0][0] != number):
            uses[spelling] = use
        if inflect and use is free and (singular := _singular(spelling)) and singular not in forms:
            uses.setdefault(singular, free)


def _add_never(
    uses: dict[str, list[Use]], number: int, entry: SkillEntry, phrases: tuple[str, ...], folded: dict[str, str]
) -> None:
    own = {folded[name] for name in entry.names}
    for phrase in phrases:
        spelling = folded[phrase]
        if spelling and spelling not in own:  # a phrase that is the name itself would bar it everywhere
            uses[spelling] = [*uses.get(spelling, ()), (number, _NEVER, ())]


def without_hyphens(text: str) -> str:
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
    together = without_hyphens(_RUN_OF_BLANKS.sub(" ", "\n".join(plain).lower()))
    folded = dict(zip(plain, together.split("\n"), strict=True))
    folded.update({name: _fold_name(name) for name in raw - folded.keys()})
    return folded


def _fold_name(name: str) -> str:
    # Blanks first: a hanging hyphen leaves two of them, in a text as well.
    return without_hyphens(" ".join(fold(name).lower.split()))


def _singular(name: str) -> str | None:
    """A concept's name without its plural s: postings write of one microservice as well."""
    if len(name) > 6 and name.endswith("s") and not name.endswith(("ss", "is", "us", "ics")):
        return name[:-1]
    return None
