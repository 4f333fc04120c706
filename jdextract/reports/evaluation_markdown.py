"""An evaluation as Markdown: for a pull request, a wiki or a README."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jdextract.evaluation.comparison import Comparison
from jdextract.evaluation.gate import GateResult
from jdextract.evaluation.model import Evaluation
from jdextract.reports.evaluation_tables import Table, intro, tables, visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")


def render_evaluation_markdown(
    evaluation: Evaluation, comparisons: Sequence[Comparison] = (), result: GateResult | None = None
) -> str:
    """All tables, each under a heading of its own."""
    lines = [f"# Evaluation: {_escape(evaluation.suite)}", "", _escape(intro(evaluation)), ""]
    lines += [f"> {_escape(note)}\n" for note in evaluation.notes]
    for table in visible(tables(evaluation, comparisons, result), detail=True):
        lines += [*_table(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"## {_escape(table.title)}"
    yield ""
    yield _row(table.header)
    yield _row(["---" if table.words or not number else "---:" for number in range(len(table.header))])
    for row in table.rows:
        yield _row([_escape(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
