"""Names that the taxonomy lacks, sorted once a corpus: outcomes whose skills have such names wait for a shared call.

A skill that neither the taxonomy nor the model that read the posting could sort has the category ``other``. Its
outcome is held until enough names have come together, or the run ends; then one call sorts them all, each
outcome goes on with what was learnt, and the cache has each name's class under a key of its own. All other
outcomes pass at once, so memory is bounded and nothing that was handed on is ever rewritten.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from jdextract.deferred import json_of
from jdextract.engines.protocol import Engine
from jdextract.errors import EngineError
from jdextract.models import Category, Extraction, Kind, Outcome, Skill, Usage

MAX_NAMES = 100
"""Names that one call sorts."""

MAX_HELD = 100
"""Outcomes that wait for it."""

_UNSORTED = b'"category":"other"'
"""What the JSON of an extraction holds if one of its skills is unsorted; a posting's words have their quotes escaped."""


@dataclass(frozen=True, slots=True)
class SkillClass:
    """What a name stands for."""

    kind: Kind
    category: Category


@dataclass(frozen=True, slots=True)
class Classification:
    """The classes of the names that were asked about, and what asking took."""

    classes: Mapping[str, SkillClass]
    usage: Usage = field(default_factory=Usage)
    attempts: int = 0


class SkillClassifier(Protocol):
    """Sorts names of skills by the names alone."""

    may_ask: bool
    """Whether `classify` makes calls."""

    def recall(self, names: Collection[str]) -> Mapping[str, SkillClass]:
        """The classes of those of ``names`` that were sorted before, in any run."""
        ...

    async def classify(self, names: Collection[str]) -> Classification:
        """Sort ``names``, asking about those that were never sorted; one that defies it stays ``other``.

        Raises:
            EngineError: the call failed, or its answer cannot be used.
        """
        ...


async def classify_unknown(
    outcomes: AsyncIterable[Outcome], classifier: SkillClassifier, warn: Callable[[str], None]
) -> AsyncGenerator[Outcome, None]:
    """Hand ``outcomes`` on with their unknown skills sorted; what that cost is on the first of those that waited.

    Args:
        outcomes: as they are read.
        classifier: sorts the names.
        warn: is told if a call fails; then no more are made, and names stay as they are.
    """
    room = _WaitingRoom(classifier, warn, open=classifier.may_ask)
    try:
        async for outcome in outcomes:
            passing = room.enter(outcome)
            if passing is not None:
                yield passing
            elif room.is_full:
                for sorted_outcome in await room.sort():
                    yield sorted_outcome
    except Exception:  # the run's end in error is told after all results
        for sorted_outcome in await room.sort():
            yield sorted_outcome
        raise
    for sorted_outcome in await room.sort():
        yield sorted_outcome


@dataclass(slots=True)
class _WaitingRoom:
    classifier: SkillClassifier
    warn: Callable[[str], None]
    open: bool
    _held: list[Outcome] = field(default_factory=list)
    _names: dict[str, None] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return len(self._names) >= MAX_NAMES or len(self._held) >= MAX_HELD

    def enter(self, outcome: Outcome) -> Outcome | None:
        """Hold ``outcome`` if there is to be asked about its names, else return it with what is known of them."""
        names = unsorted_names(outcome)
        if not names:
            return outcome
        recalled = self.classifier.recall(names)
        outcome = with_classes(outcome, recalled)
        new = [name for name in names if name not in recalled] if self.open else []
        if not new:
            return outcome
        self._held.append(outcome)
        self._names.update(dict.fromkeys(new))
        return None

    async def sort(self) -> list[Outcome]:
        """Let all out that were held."""
        held, names = self._held, list(self._names)
        self._held, self._names = [], {}
        if not held:
            return []
        try:
            result = await self.classifier.classify(names)
        except Exception as error:  # noqa: BLE001 - what has been read is never lost to what was to adorn it
            self.open = False
            cost = (error.usage, error.attempts) if isinstance(error, EngineError) else (Usage(), 0)
            self.warn(f"{len(names)} skills that the taxonomy lacks, and all later ones, stay in 'other': {error}")
            return [_charged(held[0], *cost), *held[1:]]
        first, *rest = (with_classes(outcome, result.classes) for outcome in held)
        return [_charged(first, result.usage, result.attempts), *rest]


def classifier_of(engine: Engine) -> SkillClassifier | None:
    """What the engine sorts names with: its ``classifier``, if it has one."""
    classifier: SkillClassifier | None = getattr(engine, "classifier", None)
    return classifier


def unsorted_names(outcome: Outcome) -> list[str]:
    """The names of the outcome's skills that neither the taxonomy nor a model has sorted."""
    if outcome.extraction is None or _UNSORTED not in (json_of(outcome.extraction) or _UNSORTED):
        return []
    return [skill.name for skill in outcome.extraction.skills if _is_unsorted(skill)]


def with_classes(outcome: Outcome, classes: Mapping[str, SkillClass]) -> Outcome:
    """``outcome`` with its unsorted skills in the kind and category of their names."""
    if outcome.extraction is None or not classes:
        return outcome
    skills = tuple(_in_class(skill, classes) for skill in outcome.extraction.skills)
    extraction: Extraction = outcome.extraction.model_copy(update={"skills": skills})
    return outcome.model_copy(update={"extraction": extraction})


def _is_unsorted(skill: Skill) -> bool:
    return not skill.known and skill.category == "other" and skill.evidence.status != "missing"


def _in_class(skill: Skill, classes: Mapping[str, SkillClass]) -> Skill:
    found = classes.get(skill.name) if _is_unsorted(skill) else None
    return skill.model_copy(update={"kind": found.kind, "category": found.category}) if found else skill


def _charged(outcome: Outcome, usage: Usage, attempts: int) -> Outcome:
    if not attempts:
        return outcome
    spent = {"usage": outcome.usage + usage, "attempts": outcome.attempts + attempts, "cached": False}
    return outcome.model_copy(update=spent)
