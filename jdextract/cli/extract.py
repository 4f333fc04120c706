"""``jdextract extract``: postings into extractions.jsonl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jdextract.cli import options
from jdextract.errors import InputError

if TYPE_CHECKING:
    from jdextract.settings import Settings

Output = Annotated[
    str, typer.Option("--output", "-o", help="The file to write; - is stdout. With --engine ray, the folder or URL.")
]
Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(help="Run in this process, or on Ray into a folder of Parquet parts (pip install 'jdextract[ray]')."),
]
Address = Annotated[
    str | None,
    typer.Option(help="The Ray cluster to run on, such as auto; this machine's CPUs unless given.", show_default=False),
]


@options.with_run_settings
def extract(
    paths: options.OptionalPaths = None,
    output: Output = "-",
    engine: Engine = "local",
    address: Address = None,
    *,
    settings: Settings,
    no_text: options.NoText = False,
    text_column: options.TextColumn = None,
    dry_run: options.DryRun = False,
    retry_failed: options.RetryFailed = None,
    log: options.Log = None,
    quiet: options.Quiet = False,
) -> None:
    """Read postings and write what each asks for, a line of JSON a posting.

    Postings are written as each is done. A model other than the lexicon receives their texts.

    Example: jdextract extract postings/ -o extractions.jsonl --model openai/gpt-5-mini --max-cost 2
    """
    from jdextract.cli.dry_run import show_forecast
    from jdextract.cli.retry import Retry
    from jdextract.cli.run import open_postings, run, summarize
    from jdextract.extractions import ExtractionsWriter

    if retry_failed:  # a file's postings were compared when it was written
        settings = settings.model_copy(update={"dedup": False})
    retry = Retry(retry_failed) if retry_failed else None
    if dry_run:
        show_forecast(open_postings(paths, retry, text_column=text_column), settings)
        raise typer.Exit
    if engine == "ray":
        from jdextract.cli.ray import run_on_ray

        if retry is not None:
            raise InputError("a run on Ray reads failed postings again by itself: leave out --retry-failed")
        tally = run_on_ray(
            paths, settings, folder=output, address=address, keep_text=not no_text, text_column=text_column, quiet=quiet
        )
        summarize(tally, quiet=quiet)
        raise typer.Exit(tally.exit_code)
    with ExtractionsWriter(output, keep_text=not no_text) as writer:
        tally = run(paths, settings, keep=writer.write, retry=retry, text_column=text_column, quiet=quiet, log_file=log)
        if tally.signal is not None:
            writer.leave_partial()
    summarize(tally, quiet=quiet)
    raise typer.Exit(tally.exit_code)
