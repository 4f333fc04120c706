"""What can be wrong with a taxonomy although its files can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from jdextract.taxonomy import loading
from jdextract.taxonomy.entries import SkillEntry
from jdextract.taxonomy.taxonomy import Taxonomy, name_key

ProblemKind = Literal[
    "duplicate_name",
    "unknown_implication",
    "implication_cycle",
    "unknown_group",
    "unknown_guard_form",
    "barred_guard_form",
    "barred_name",
    "unguarded_name",
]
"""Why an entry does not hold together."""

_SHORT = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the skill that has it, what kind of thing it is, and what to do about it."""

    skill: str
    kind: ProblemKind
    message: str


def check(taxonomy: Taxonomy) -> list[Problem]:
    """All problems of ``taxonomy``, in the order of its skills; an empty list where there is none."""
    order = {name: position for position, name in enumerate(taxonomy.skills)}
    problems = [*_duplicates(taxonomy), *_cycles(taxonomy)]
    for entry in taxonomy.skills.values():
        problems += _relations(entry, taxonomy)
        problems += _guard(entry)
        problems += _unguarded(entry)
    return sorted(problems, key=lambda problem: order[problem.skill])


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Words of English and German, in lower case, that say nothing of technology when they stand alone."""
    return frozenset((loading.DATA / "ordinary_words.txt").read_text(encoding="utf-8").split())


def _duplicates(taxonomy: Taxonomy) -> Iterator[Problem]:
    holders: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in taxonomy.skills.values():
        for name in entry.names:
            holders[name_key(name)].setdefault(entry.name, name)
    for spellings in holders.values():
        (first, spelling), *others = spellings.items()
        for skill, name in others:
            message = f"{name!r} is read as {spelling!r}, which belongs to {first!r}; keep it in one of the two"
            yield Problem(skill, "duplicate_name", message)


def _relations(entry: SkillEntry, taxonomy: Taxonomy) -> Iterator[Problem]:
    for target in entry.implies:
        if target not in taxonomy.skills:
            known = taxonomy.lookup(target)
            remedy = f"write {known.name!r}" if known else "add it or remove the implication"
            yield Problem(entry.name, "unknown_implication", f"implies {target!r}, which is no skill's name; {remedy}")
    for group in entry.groups:
        if group not in taxonomy.groups:
            message = f"stands in the group {group!r}, which is not defined; add it under groups"
            yield Problem(entry.name, "unknown_group", message)


def _cycles(taxonomy: Taxonomy) -> Iterator[Problem]:
    """One problem a cycle, at its first skill: a skill of a cycle implies itself."""
    reported: set[str] = set()
    for name in taxonomy.skills:
        path = None if name in reported else _path_back(taxonomy, name)
        if path:
            reported.update(path)
            message = f"implies itself: {' → '.join([*path, name])}; remove one of these implications"
            yield Problem(name, "implication_cycle", message)


def _path_back(taxonomy: Taxonomy, start: str) -> list[str] | None:
    paths = [[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop()
        for target in taxonomy.skills[path[-1]].implies:
            if target == start:
                return path
            if target in taxonomy.skills and target not in seen:
                seen.add(target)
                paths.append([*path, target])
    return None


def _guard(entry: SkillEntry) -> Iterator[Problem]:
    if entry.guard is None:
        return
    names = {name.casefold() for name in entry.wordings}
    never = {phrase.casefold() for phrase in entry.guard.never}
    for form in dict.fromkeys(form.casefold() for form in entry.guard.forms):
        if form not in names:
            message = f"guards {form!r}, which is neither its name, an alias nor a cue; add it or remove the form"
            yield Problem(entry.name, "unknown_guard_form", message)
        if form in never:
            message = f"never counts its own form {form!r}; remove it from never, or remove the form"
            yield Problem(entry.name, "barred_guard_form", message)
    cases = _by_letters(entry.guard.forms)
    for name in entry.wordings:
        allowed = cases.get(_letters(name).casefold())
        if allowed and _letters(name) not in allowed:
            message = (
                f"{name!r} never counts, since its guard allows only {min(allowed)!r}; add it to the guard's forms"
            )
            yield Problem(entry.name, "barred_name", message)


def _by_letters(forms: Iterable[str]) -> dict[str, set[str]]:
    cases: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        cases[_letters(form).casefold()].add(_letters(form))
    return cases


def _letters(name: str) -> str:
    """``name`` as a text is searched for it: a hyphen is a space."""
    return " ".join(name.replace("-", " ").split())


def _unguarded(entry: SkillEntry) -> Iterator[Problem]:
    if entry.kind != "technology":
        return
    guarded = {form.casefold() for form in entry.guard.forms} if entry.guard else set()
    for name in entry.names:
        short = len(name) <= _SHORT and name.isalpha()
        if name.casefold() not in guarded and (short or name.casefold() in ordinary_words()):
            what = "has two letters at most" if short else "is an ordinary word too"
            yield Problem(entry.name, "unguarded_name", f"{name!r} {what}; add a guard with this form")
