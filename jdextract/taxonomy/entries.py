"""The entries of a taxonomy, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jdextract.models import Activity, Category, Kind, Theme

GuardLevel = Literal["case", "context"]


@dataclass(frozen=True, slots=True)
class Guard:
    """What a name that is an ordinary word too needs before it counts as the skill.

    ``level`` ``case``: the exact letter case is enough; ``context``: besides, it stands among other
    technologies or beside a cue ("experience with Go"). ``forms`` are the guarded names and aliases
    (others, such as "Golang", need nothing); ``never`` are phrases around the name that are something
    else ("Go live"); ``near`` are words of which one in the same segment is context enough.
    """

    level: GuardLevel
    forms: tuple[str, ...]
    never: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """One canonical skill.

    ``aliases`` are other spellings of the same thing. ``cues`` are words that show that it is asked for
    without being its name ("pull requests": code review); only text is searched for them. ``implies``
    are skills that are always true with it (Django: Python). ``core`` marks a concept or trait that postings
    ask for all the time and in many words; others are asked for by their name.
    """

    name: str
    kind: Kind
    category: Category
    aliases: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    guard: Guard | None = None
    core: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name and all aliases."""
        return (self.name, *self.aliases)

    @property
    def wordings(self) -> tuple[str, ...]:
        """All that proves the skill where a text says it: the names, then the cues."""
        return (*self.names, *self.cues)


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """One activity of the closed list, with its theme, a title for reports and what it covers."""

    id: Activity
    theme: Theme
    title: str
    description: str = field(default="")
