"""``jdextract compare``: two corpora side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jdextract.cli import console

if TYPE_CHECKING:
    from jdextract.breakdown import Breakdown

Corpus = Annotated[str, typer.Argument(help="A breakdown.json, an extractions.jsonl, or a folder that analyze wrote.")]


def compare(
    a: Corpus,
    b: Corpus,
    json: Annotated[bool, typer.Option("--json", help="Write JSON instead of Markdown.")] = False,
) -> None:
    """Say what corpus B asks for more or less than corpus A, with intervals and tests.

    Example: jdextract compare 2024/ 2026/
    """
    from jdextract.breakdown import compare as compare_breakdowns
    from jdextract.reports import render_comparison

    comparison = compare_breakdowns(_load(a), _load(b))
    text = comparison.model_dump_json(indent=1) if json else render_comparison(comparison, a=a, b=b)
    console.result(text.rstrip("\n"))


def _load(source: str) -> Breakdown:
    from jdextract.breakdown import Breakdown, break_down
    from jdextract.extractions import read_extractions

    path = Path(source)
    if path.is_dir():
        path /= "breakdown.json"
    if path.suffix == ".json":
        return Breakdown.load(path)
    return break_down(read_extractions(path))
