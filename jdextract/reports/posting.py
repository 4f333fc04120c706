"""One posting with its evidence highlighted in place, for the terminal and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

from rich.text import Text

from jdextract.breakdown.regions import language_name
from jdextract.models import Outcome

MarkKind = Literal["required", "preferred", "mentioned", "responsibility", "language"]

_STYLES: dict[MarkKind, str] = {
    "required": "bold white on blue",
    "preferred": "black on bright_cyan",
    "mentioned": "black on white",
    "responsibility": "underline green",
    "language": "bold black on yellow",
}
_CSS = """
body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;background:#fff;color:#1b2330}
main{white-space:pre-wrap;overflow-wrap:anywhere}mark{color:inherit;padding:0 .1em;border-radius:3px;background:none}
.required{background:#cfe2ff}.preferred{background:#d6f5f5}.mentioned{background:#e6e9ee}.language{background:#ffe8a3}
.responsibility{text-decoration:underline #1a7346 2px;text-underline-offset:3px}li{margin:.2rem 0}
@media (prefers-color-scheme:dark){body{background:#12161d;color:#e6eaf0}.required{background:#234a7d}
.preferred{background:#1f5555}.mentioned{background:#3a4452}.language{background:#6b5618}}
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What ``text[start:end]`` proves: its kind and a label for readers."""

    start: int
    end: int
    kind: MarkKind
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the posting's text under the same marks, the innermost last."""

    text: str
    marks: tuple[Mark, ...]


def marks_of(outcome: Outcome) -> list[Mark]:
    """The marks of a posting's grounded facts: a skill at its name as written, else at its segment."""
    marks: list[Mark] = []
    if outcome.extraction is None:
        return marks
    for skill in outcome.extraction.skills:
        span = skill.surface or skill.evidence
        if skill.evidence.status != "missing" and span.start is not None and span.end is not None:
            marks.append(Mark(span.start, span.end, skill.requirement, f"{skill.name} ({skill.requirement})"))
    marks += [
        Mark(duty.evidence.start, duty.evidence.end, "responsibility", duty.activity)
        for duty in outcome.extraction.responsibilities
        if duty.evidence.start is not None and duty.evidence.end is not None
    ]
    for language in outcome.extraction.languages:
        if language.evidence.start is not None and language.evidence.end is not None:
            label = f"{language_name(language.language)} {language.level or ''}".strip() + f" ({language.requirement})"
            marks.append(Mark(language.evidence.start, language.evidence.end, "language", label))
    return marks


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """``text`` cut wherever a mark begins or ends; joined, the pieces are ``text`` again."""
    marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    cuts = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end) if 0 < edge < len(text))})
    for start, end in pairwise(cuts):
        over = sorted(
            (mark for mark in marks if mark.start < end and start < mark.end), key=lambda mark: mark.start - mark.end
        )
        yield Piece(text[start:end], tuple(over))


def render_posting_text(outcome: Outcome) -> Text:
    """The posting for a terminal: its head, its text with evidence in colour, and the facts that have none.

    Control characters in the posting are left out, so that it cannot steer the terminal.
    """
    shown = Text()
    shown.append(f"{_printable(_head(outcome))}\n\n", style="bold")
    for piece in pieces(outcome.posting.text, marks_of(outcome)):
        style = " ".join(_STYLES[mark.kind] for mark in piece.marks[-1:])
        shown.append(_printable(piece.text), style=style or None)
    for line in _facts(outcome):
        shown.append(f"\n{_printable(line)}", style="dim")
    return shown


def render_posting_html(outcome: Outcome) -> str:
    """The posting as one HTML page without script; everything in it is escaped."""
    body = "".join(_html(piece) for piece in pieces(outcome.posting.text, marks_of(outcome)))
    facts = "".join(f"<li>{escape(line)}</li>" for line in _facts(outcome))
    head = escape(_head(outcome))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{head}</title><style>{_CSS}</style></head><body><h1>{head}</h1><main>{body}</main>"
        f"<ul>{facts}</ul></body></html>"
    )


def _html(piece: Piece) -> str:
    shown = escape(piece.text)
    for mark in reversed(piece.marks):
        shown = f'<mark class="{mark.kind}" title="{escape(mark.label)}">{shown}</mark>'
    return shown


def _head(outcome: Outcome) -> str:
    posting = outcome.posting
    known = [posting.title, posting.company, posting.location, str(posting.posted_at or "") or None]
    return " · ".join([part for part in known if part] or [posting.id])


def _facts(outcome: Outcome) -> Iterator[str]:
    if outcome.error is not None:
        yield f"{outcome.status}: {outcome.error.kind}: {outcome.error.message}"
    for mark in marks_of(outcome):
        yield mark.label
    for skill in outcome.extraction.skills if outcome.extraction else ():
        if skill.evidence.status == "missing":
            yield f"{skill.name}: no evidence in the text, not counted"


def _printable(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
