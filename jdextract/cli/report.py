"""``jdextract report``: a breakdown out of extractions that were written before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jdextract.cli import console, options

if TYPE_CHECKING:
    from jdextract.models import Outcome
    from jdextract.taxonomy import Taxonomy

Format = Literal["md", "html", "json", "csv"]


def report(
    extractions: Annotated[
        list[str], typer.Argument(metavar="EXTRACTIONS...", help="Files of extractions; - reads stdin.")
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="The file to write; - is stdout.")] = "-",
    format_: Annotated[
        Format | None,
        typer.Option("--format", help="By the ending of the output file, else md.", show_default=False),
    ] = None,
    common_at: Annotated[float, typer.Option(help="The share from which a skill is common.")] = 0.10,
    min_support: Annotated[
        int | None, typer.Option(help="Leave out skills that fewer postings name.", show_default=False)
    ] = None,
    taxonomy: options.TaxonomyFiles = None,
) -> None:
    """Break down extractions and write the report.

    Example: jdextract report out/extractions.jsonl --format md
    """
    from jdextract.breakdown import break_down
    from jdextract.cli.files import write_text
    from jdextract.extractions import read_extractions
    from jdextract.reports import render_csv, render_json, render_markdown
    from jdextract.taxonomy import Taxonomy

    loaded: Taxonomy = Taxonomy.load(*taxonomy) if taxonomy else Taxonomy.default()
    chosen = format_ or _format_of(output)
    outcomes: list[Outcome] = list(read_extractions(*extractions))
    breakdown = break_down(outcomes, common_at=common_at, min_support=min_support, taxonomy=loaded)
    match chosen:
        case "md":
            text = render_markdown(breakdown, taxonomy=loaded)
        case "html":
            from jdextract.reports.html import render_html

            text = render_html(breakdown, outcomes, taxonomy=loaded)
        case "json":
            text = render_json(breakdown)
        case "csv":
            text = render_csv(breakdown)
    if output == "-":
        console.result(text.rstrip("\n"))
    else:
        write_text(Path(output), text)


def _format_of(output: str) -> Format:
    formats: dict[str, Format] = {".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"}
    return formats.get(Path(output).suffix.lower(), "md")
