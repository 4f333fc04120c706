"""``jdextract analyze``: postings into the whole breakdown, one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jdextract.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jdextract.breakdown import Breakdown
    from jdextract.errors import JdextractError
    from jdextract.models import Outcome, Usage
    from jdextract.settings import Settings

OutputFolder = Annotated[Path, typer.Option("--output", "-o", help="The folder to write to.", metavar="DIR")]


@options.with_run_settings
def analyze(
    paths: options.OptionalPaths = None,
    output: OutputFolder = Path("out"),
    *,
    settings: Settings,
    no_text: options.NoText = False,
    text_column: options.TextColumn = None,
    dry_run: options.DryRun = False,
    retry_failed: options.RetryFailed = None,
    log: options.Log = None,
    by: options.By = None,
    narrate: options.Narrate = False,
    quiet: options.Quiet = False,
) -> None:
    """Read postings and write what the market asks for: report.md, report.html and all data behind them.

    With --by, the same for each part: by_FIELD.md, by_FIELD.html, by_FIELD.json.
    Without --model the offline lexicon engine reads them; a model's provider receives their texts.

    Example: jdextract analyze postings/ more.csv -o out
    """
    from jdextract.breakdown.facts import FactsWriter
    from jdextract.cli.dry_run import show_forecast
    from jdextract.cli.narration import check_narrator
    from jdextract.cli.retry import Retry
    from jdextract.cli.run import open_postings, run, summarize
    from jdextract.extractions import ExtractionsWriter

    if retry_failed:  # a file's postings were compared when it was written
        settings = settings.model_copy(update={"dedup": False})
    if narrate:
        check_narrator(settings)
    retry = Retry(retry_failed) if retry_failed else None
    if dry_run:
        show_forecast(open_postings(paths, retry, text_column=text_column), settings)
        raise typer.Exit
    with ExtractionsWriter(output / "extractions.jsonl", keep_text=not no_text) as lines, FactsWriter(output) as tables:

        def keep(outcome: Outcome) -> None:
            lines.write(outcome)
            tables.write(outcome)

        tally = run(paths, settings, keep=keep, retry=retry, text_column=text_column, quiet=quiet, log_file=log)
        if tally.signal is not None:
            lines.leave_partial()
            tables.leave_partial()
    problem = None
    if tally.signal is None:
        narrator = settings if narrate and tally.stopped_by is None else None
        breakdown, problem = write_reports(output, settings.taxonomy, by=by, narrator=narrator, spent=tally.usage)
        if not quiet:
            show_takeaways(breakdown)
            console.note(f"wrote {output / 'report.md'}, {output / 'report.html'} and the data behind them")
    summarize(tally, quiet=quiet)
    if problem:
        raise problem
    raise typer.Exit(tally.exit_code)


def write_reports(
    folder: Path, taxonomy: tuple[Path, ...], *, by: str | None, narrator: Settings | None, spent: Usage
) -> tuple[Breakdown, JdextractError | None]:
    """Count the tables in ``folder`` and write breakdown.json and the reports beside them.

    Returns the breakdown, and what kept ``narrator`` from wording it.
    """
    from jdextract.breakdown import break_down_by, break_down_folder
    from jdextract.cli.files import write_text
    from jdextract.cli.narration import narrated
    from jdextract.cli.report import write_pages
    from jdextract.extractions import read_extractions
    from jdextract.reports import render_json, render_json_by, render_markdown, render_markdown_by
    from jdextract.reports.html import render_html
    from jdextract.taxonomy import Taxonomy

    def outcomes() -> Iterator[Outcome]:
        return read_extractions(folder / "extractions.jsonl")

    loaded = Taxonomy.load(*taxonomy) if taxonomy else Taxonomy.default()
    breakdowns = [break_down_folder(folder, taxonomy=loaded)]
    values: list[str | None] = []
    if by:
        found = break_down_by(outcomes(), by, taxonomy=loaded)
        values, breakdowns = list(found), [*breakdowns, *found.values()]
    problem = None
    if narrator:
        breakdowns, problem = narrated(breakdowns, narrator, spent=spent)
    breakdown, *of_parts = breakdowns
    write_text(folder / "breakdown.json", render_json(breakdown))
    write_text(folder / "report.md", render_markdown(breakdown, taxonomy=loaded))
    write_text(folder / "report.html", render_html(breakdown, outcomes(), taxonomy=loaded))
    if by:
        parts = dict(zip(values, of_parts, strict=True))
        write_text(folder / f"by_{by}.json", render_json_by(parts, by))
        write_text(folder / f"by_{by}.md", render_markdown_by(parts, by, taxonomy=loaded))
        write_pages(folder / f"by_{by}.html", parts, by, outcomes, loaded)
    return breakdown, problem


def show_takeaways(breakdown: Breakdown) -> None:
    """Print the findings, so that the terminal already answers the question."""
    for takeaway in breakdown.takeaways:
        console.result(f"- {takeaway.text}")
