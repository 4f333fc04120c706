"""`Taxonomy`: canonical names, aliases, implications, groups, activities and themes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

from jdextract.taxonomy import loading
from jdextract.taxonomy.entries import ActivityEntry, SkillEntry

_JOINERS = re.compile(r"(?<!^)[\s\-_/.\u200b\u00ad]+|[\s\-_/\u200b\u00ad]+")
_VERSION = re.compile(
    r"[\s\-]*(?:v(?:ersion)?\.?\s*)?\d+(?:\.(?:\d+|x))*\s*(?:\+|x|LTS)?(?:\s*(?:or|oder)\s+(?:above|higher|later|höher))?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """The form under which spellings of one name are equal: "Node JS", "node.js" and "NodeJS" alike."""
    return _JOINERS.sub("", unicodedata.normalize("NFKC", name).strip().casefold())


class Taxonomy:
    """Skills with their aliases and relations, and the closed list of activities.

    Example:
        >>> taxonomy = Taxonomy.default()
        >>> taxonomy.canonical("postgres")
        'PostgreSQL'
    """

    def __init__(self, content: loading.Content) -> None:
        self.skills: Mapping[str, SkillEntry] = content.skills
        """Canonical name to entry, in the order of the files."""
        self.groups: Mapping[str, str] = content.groups
        """Group id, which is its display title, to a description."""
        self.categories: Mapping[str, str] = content.categories
        """Category id to title, in report order."""
        self.themes: Mapping[str, str] = content.themes
        """Theme id to title, in report order."""
        self.activities: Mapping[str, ActivityEntry] = content.activities
        """Activity id to entry, in report order."""
        self.fingerprint: str = content.fingerprint
        """Changes whenever any entry does."""

    @classmethod
    def default(cls) -> Taxonomy:
        """The taxonomy that ships with jdextract; loaded once a process."""
        return _default()

    @classmethod
    def load(cls, *files: str | Path, replace: bool = False) -> Self:
        """The shipped taxonomy extended by YAML ``files`` (or, with ``replace``, these files' skills alone).

        An entry of a later file replaces an earlier one of the same name.

        Raises:
            TaxonomyError: a file cannot be read or does not have the format; the message names the entry.
        """
        return cls(loading.load_content([Path(file) for file in files], replace=replace))

    @cached_property
    def _by_key(self) -> dict[str, SkillEntry]:
        by_key: dict[str, SkillEntry] = {}
        for entry in self.skills.values():
            for alias in entry.aliases:
                by_key.setdefault(name_key(alias), entry)
        by_key.update({name_key(name): entry for name, entry in self.skills.items()})
        return by_key

    def lookup(self, name: str) -> SkillEntry | None:
        """The entry that ``name`` spells, by its name or an alias; versions and plural are forgiven."""
        for spelling in _spellings(name):
            if entry := self._by_key.get(name_key(spelling)):
                return entry
        return None

    def canonical(self, name: str) -> str:
        """The canonical spelling of ``name``, or ``name`` itself, stripped, where it is unknown."""
        entry = self.lookup(name)
        return entry.name if entry else name.strip()

    def implied(self, names: Iterable[str]) -> set[str]:
        """All that ``names`` imply, transitively, without ``names`` themselves."""
        given = set(names)
        found: set[str] = set()
        todo = list(given)
        while todo:
            entry = self.skills.get(todo.pop())
            for name in entry.implies if entry else ():
                if name not in found:
                    found.add(name)
                    todo.append(name)
        return found - given


def _spellings(name: str) -> Iterable[str]:
    yield name
    if (bare := _VERSION.sub("", name.strip())) and bare != name.strip():
        yield bare
    if (short := re.sub(r"\s*\([^)]*\)\s*$", "", name)) and short != name:
        yield short
    if len(name) > 3 and name.endswith("s"):
        yield name[:-1]


@lru_cache(maxsize=1)
def _default() -> Taxonomy:
    return Taxonomy.load()
