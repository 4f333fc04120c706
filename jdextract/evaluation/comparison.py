"""Two runs on the same labels: what changed, how surely, and which facts flipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from jdextract.errors import InputError
from jdextract.evaluation.judgement import JudgedPosting, Judgement
from jdextract.evaluation.model import Evaluation, Run
from jdextract.evaluation.scoring import Bootstrap, Difference, paired_differences

Change = Literal["found now", "missed now", "spurious now", "no longer spurious", "level right now", "level wrong now"]

_FIELDS = {"skill", "responsibility", "language"}
_BETTER: dict[Change, bool] = {
    "found now": True,
    "missed now": False,
    "spurious now": False,
    "no longer spurious": True,
    "level right now": True,
    "level wrong now": False,
}


class Flip(BaseModel):
    """A fact of one posting that one run gets right and the other wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    posting: str
    field: str
    key: str
    change: Change

    @property
    def better(self) -> bool:
        """Whether the later run is the better one here."""
        return _BETTER[self.change]


class Comparison(BaseModel):
    """Run ``after`` against run ``before``: every metric's difference, and the facts that flipped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: str
    after: str
    differences: dict[str, Difference]
    flips: tuple[Flip, ...]


def compare(before: Run, after: Run, *, bootstrap: Bootstrap | None = None) -> Comparison:
    """Compare two runs of evaluations with the same fingerprint (see `check_comparable`).

    Raises:
        InputError: the runs are not over the same postings.
    """
    differences = paired_differences(before.judged, after.judged, bootstrap=bootstrap)
    by_id = {posting.id: posting for posting in after.judged}
    flips = [
        flip for posting in before.judged for flip in _flips(posting, by_id[posting.id], before.repeats, after.repeats)
    ]
    return Comparison(before=before.name, after=after.name, differences=differences, flips=tuple(flips))


def check_comparable(baseline: Evaluation, evaluation: Evaluation) -> None:
    """Refuse evaluations of different label sets.

    Raises:
        InputError: a label, a scored field or a rule of matching differs.
    """
    if baseline.fingerprint != evaluation.fingerprint:
        raise InputError(
            f"the baseline was measured on other labels or by other rules of matching ({baseline.suite!r}, "
            f"{baseline.postings} postings, fingerprint {baseline.fingerprint[:12]}) than this evaluation "
            f"({evaluation.suite!r}, {evaluation.postings} postings, {evaluation.fingerprint[:12]}); "
            "their scores cannot be compared: measure the baseline anew with jdextract eval run --json"
        )


def _flips(before: JudgedPosting, after: JudgedPosting, repeats_before: int, repeats_after: int) -> Iterator[Flip]:
    ours, theirs = _states(before.facts, repeats_before), _states(after.facts, repeats_after)
    for field, key in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get((field, key)), theirs.get((field, key))
        if change := _change(one, other):
            yield Flip(posting=before.id, field=field, key=key, change=change)


def _change(one: _FactState | None, other: _FactState | None) -> Change | None:
    found_before, found_after = one is not None and one.found, other is not None and other.found
    if found_before != found_after:
        return "found now" if found_after else "missed now"
    if found_before and one and other:
        if one.level_right != other.level_right:
            return "level right now" if other.level_right else "level wrong now"
        return None
    spurious_before, spurious_after = one is not None and one.spurious, other is not None and other.spurious
    if spurious_before != spurious_after:
        return "spurious now" if spurious_after else "no longer spurious"
    return None


class _FactState:
    """A fact over the repeats of one run: what holds in more than half of them."""

    __slots__ = ("found", "level_right", "spurious")

    def __init__(self, judgements: Sequence[Judgement], repeats: int) -> None:
        found = [judgement for judgement in judgements if judgement.verdict == "found"]
        right = [each for each in found if each.requirement in {None, each.found_requirement}]
        self.found = 2 * len(found) > repeats
        self.level_right = 2 * len(right) > len(found)
        self.spurious = 2 * sum(judgement.verdict == "spurious" for judgement in judgements) > repeats


def _states(facts: Sequence[Judgement], repeats: int) -> dict[tuple[str, str], _FactState]:
    grouped: dict[tuple[str, str], list[Judgement]] = {}
    for fact in facts:
        if fact.field in _FIELDS:
            grouped.setdefault((fact.field, fact.key), []).append(fact)
    return {key: _FactState(judgements, repeats) for key, judgements in grouped.items()}
