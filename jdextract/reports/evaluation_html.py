"""An evaluation as one HTML page: the figures, and each posting with its errors in place.

The page needs no network. Everything that comes out of a posting or a model is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jdextract.evaluation.comparison import Comparison
from jdextract.evaluation.gate import GateResult
from jdextract.evaluation.judgement import JudgedPosting, Judgement
from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.model import Evaluation, Run
from jdextract.reports.evaluation_tables import intro, tables, visible

if TYPE_CHECKING:
    from jinja2 import Template

Mark = Literal["missed", "spurious", "level", "found"]

_TEMPLATE = Path(__file__).parent / "evaluation_page.html.j2"
_WORST_FIRST: tuple[Mark, ...] = ("missed", "spurious", "level", "found")
_FIELDS = {"skill", "language", "assigned"}


@dataclass(frozen=True, slots=True)
class Note:
    """What one fact is marked as, in words; ``start`` is where it stands, or -1 where it has no place."""

    mark: Mark
    text: str
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Piece:
    """A stretch of a posting's text with the facts that it carries; ``mark`` is the worst of them."""

    text: str
    notes: list[Note] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The class of the stretch; empty for plain text."""
        return next((mark for mark in _WORST_FIRST if any(note.mark == mark for note in self.notes)), "")

    @property
    def title(self) -> str:
        """What a reader sees on pointing at it."""
        return "\n".join(note.text for note in self.notes)


@dataclass(frozen=True, slots=True)
class PostingView:
    """One posting for the template."""

    id: str
    title: str
    status: str
    tags: tuple[str, ...]
    counts: dict[str, int]
    pieces: list[Piece]
    wrong: list[Note]

    @property
    def errors(self) -> int:
        """How many facts are wrong."""
        return sum(count for mark, count in self.counts.items() if mark != "found")


def render_evaluation_html(
    evaluation: Evaluation,
    labelled: Iterable[LabelledPosting],
    comparisons: Sequence[Comparison] = (),
    result: GateResult | None = None,
) -> str:
    """The page. ``labelled`` gives the texts; places are known only of runs that were made in this process."""
    texts = {posting.id: posting for posting in labelled}
    runs = [(run, _postings(run, texts)) for run in evaluation.runs]
    return _template().render(
        evaluation=evaluation,
        intro=intro(evaluation),
        tables=list(visible(tables(evaluation, comparisons, result), detail=True)),
        runs=runs,
        result=result,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only for HTML

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _postings(run: Run, texts: dict[str, LabelledPosting]) -> list[PostingView]:
    views = [_view(judged, texts[judged.id], run.repeats) for judged in run.judged if judged.id in texts]
    return sorted(views, key=lambda view: (-view.errors, view.id))


def _view(judged: JudgedPosting, labelled: LabelledPosting, repeats: int) -> PostingView:
    facts = judged.facts[: len(judged.facts) // repeats] if repeats > 1 else judged.facts
    notes = [note for fact in facts if fact.field in _FIELDS for note in [_note(fact)]]
    return PostingView(
        id=judged.id,
        title=labelled.title or "",
        status=judged.status,
        tags=judged.tags,
        counts={mark: sum(note.mark == mark for note in notes) for mark in _WORST_FIRST},
        pieces=cut(labelled.text, [note for note in notes if note.start >= 0]),
        wrong=sorted((note for note in notes if note.mark != "found"), key=lambda note: _WORST_FIRST.index(note.mark)),
    )


def _note(fact: Judgement) -> Note:
    place = fact.gold_span if fact.verdict == "missed" else fact.span or fact.gold_span
    start, end = place or (-1, -1)
    name = fact.key if fact.field != "assigned" else f"duty {fact.key}"
    wrong = _wrong_level(fact)
    if fact.verdict == "missed":
        mark, text = "missed", f"missed: {name}" + (f" ({fact.requirement})" if fact.requirement else "")
    elif fact.verdict == "spurious":
        mark, text = (
            "spurious",
            f"spurious: {name}" + (f" ({fact.found_requirement})" if fact.found_requirement else ""),
        )
    elif fact.verdict == "ungrounded":
        mark, text = "spurious", f"without evidence, not counted: {name}"
    elif wrong:
        mark, text = "level", f"{name}: {wrong}"
    else:
        mark, text = "found", f"found: {name}" + (f" ({fact.requirement})" if fact.requirement else "")
    return Note(mark, text, start, end)  # type: ignore[arg-type]


def _wrong_level(fact: Judgement) -> str:
    wrong = [
        f"{given} instead of {right}"
        for right, given in (
            (fact.requirement, fact.found_requirement),
            (fact.level, fact.found_level),
            (fact.key, fact.written) if fact.field == "assigned" else (None, None),
        )
        if right is not None and right != given
    ]
    return ", ".join(wrong)


def cut(text: str, notes: Sequence[Note]) -> list[Piece]:
    """``text`` cut wherever a note begins or ends; together the pieces are the text, character for character."""
    edges = sorted({0, len(text), *(min(edge, len(text)) for note in notes for edge in (note.start, note.end))})
    pieces: list[Piece] = []
    for start, end in pairwise(edges):
        here = [note for note in notes if note.start <= start and end <= note.end]
        pieces.append(Piece(text[start:end], here))
    return pieces
