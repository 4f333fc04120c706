"""``jdextract report``: a breakdown out of extractions that were written before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jdextract.cli import console, options
from jdextract.errors import InputError

if TYPE_CHECKING:
    from jdextract.breakdown import Breakdown
    from jdextract.models import Outcome
    from jdextract.reports.parts import Parts
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
    by: options.By = None,
    common_at: Annotated[float, typer.Option(help="The share from which a skill is common.")] = 0.10,
    min_support: Annotated[
        int | None, typer.Option(help="Leave out skills that fewer postings name.", show_default=False)
    ] = None,
    taxonomy: options.TaxonomyFiles = None,
    narrate: options.Narrate = False,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    endpoint_label: options.EndpointLabel = None,
    mode: options.Mode = None,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
) -> None:
    """Break down extractions and write the report, of all postings or by a field of theirs.

    With --by, HTML is a page that leads to a page a part, in a folder beside it.

    Example: jdextract report out/extractions.jsonl --by country -o by_country.html
    """
    from jdextract.breakdown import break_down, break_down_by
    from jdextract.cli.files import write_text
    from jdextract.cli.narration import check_narrator, narrated
    from jdextract.extractions import read_extractions
    from jdextract.taxonomy import Taxonomy

    settings = options.make_settings(
        model=model,
        base_url=base_url,
        endpoint_label=endpoint_label,
        mode=mode,
        max_cost=max_cost,
        max_tokens=max_tokens,
        cache_dir=cache_dir,
        no_cache=no_cache,
    )
    if narrate:
        check_narrator(settings)
    chosen = format_ or _format_of(output)
    if by and chosen == "html" and output == "-":
        raise InputError("--by makes several pages of HTML: name the first with -o, such as -o by.html")
    loaded: Taxonomy = Taxonomy.load(*taxonomy) if taxonomy else Taxonomy.default()
    outcomes: list[Outcome] = list(read_extractions(*extractions))
    parts: Parts
    if by:
        parts = break_down_by(outcomes, by, common_at=common_at, min_support=min_support, taxonomy=loaded)
    else:
        parts = {None: break_down(outcomes, common_at=common_at, min_support=min_support, taxonomy=loaded)}
    problem = None
    if narrate:
        worded, problem = narrated(list(parts.values()), settings)
        parts = dict(zip(parts, worded, strict=True))
    if by and chosen == "html":
        write_pages(Path(output), parts, by, lambda: outcomes, loaded)
    else:
        text = _render_by(parts, by, chosen, loaded) if by else _render(parts[None], chosen, outcomes, loaded)
        if output == "-":
            console.result(text.rstrip("\n"))
        else:
            write_text(Path(output), text)
    if problem:
        raise problem


def _render(breakdown: Breakdown, chosen: Format, outcomes: Iterable[Outcome], taxonomy: Taxonomy) -> str:
    from jdextract.reports import render_csv, render_json, render_markdown

    match chosen:
        case "md":
            return render_markdown(breakdown, taxonomy=taxonomy)
        case "html":
            from jdextract.reports.html import render_html

            return render_html(breakdown, outcomes, taxonomy=taxonomy)
        case "json":
            return render_json(breakdown)
        case "csv":
            return render_csv(breakdown)


def _render_by(parts: Parts, by: str, chosen: Format, taxonomy: Taxonomy) -> str:
    from jdextract.reports import render_csv_by, render_json_by, render_markdown_by

    if chosen == "json":
        return render_json_by(parts, by)
    return render_csv_by(parts, by) if chosen == "csv" else render_markdown_by(parts, by, taxonomy=taxonomy)


def write_pages(
    first: Path, parts: Parts, by: str, outcomes: Callable[[], Iterable[Outcome]], taxonomy: Taxonomy
) -> None:
    """Write a page a part into a folder, and ``first``, which leads to them, beside it."""
    from jdextract.breakdown import field_value
    from jdextract.cli.files import write_text
    from jdextract.reports.parts import pages_by

    def of_part(value: str | None) -> Iterable[Outcome]:
        return (outcome for outcome in outcomes() if outcome.ok and field_value(outcome, by) == value)

    pages = pages_by(parts, by, of_part, folder=first.stem, taxonomy=taxonomy)
    write_text(first, next(pages)[1])
    for name, page in pages:
        write_text(first.parent / name, page)


def _format_of(output: str) -> Format:
    formats: dict[str, Format] = {".html": "html", ".htm": "html", ".json": "json", ".csv": "csv"}
    return formats.get(Path(output).suffix.lower(), "md")
