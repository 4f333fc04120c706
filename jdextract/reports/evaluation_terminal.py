"""An evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from jdextract.evaluation.comparison import Comparison
from jdextract.evaluation.gate import GateResult
from jdextract.evaluation.model import Evaluation
from jdextract.reports.evaluation_tables import Table, intro, tables, visible

_WIDTH = 110


def render_evaluation_terminal(
    evaluation: Evaluation,
    comparisons: Sequence[Comparison] = (),
    result: GateResult | None = None,
    *,
    width: int = _WIDTH,
    colour: bool = False,
    detail: bool = False,
) -> str:
    """Tables as text, at most ``width`` columns wide; with ``detail`` also the longest ones."""
    from rich.console import Console  # noqa: PLC0415 - 40 ms, and only here

    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    console.print(intro(evaluation), markup=False)
    for note in evaluation.notes:
        console.print(f"note: {note}", markup=False)
    for table in visible(tables(evaluation, comparisons, result), detail=detail):
        console.print()
        console.print(_rich(table))
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n")) + "\n"


def _rich(table: Table) -> object:
    from rich import box  # noqa: PLC0415 - the same
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = RichTable(title=Text(table.title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(table.header):
        shown.add_column(Text(name), justify="left" if table.words or not number else "right", overflow="fold")
    for row in table.rows:
        shown.add_row(*(Text(cell, style="red" if cell == "FAILED" else "") for cell in row))
    return shown
