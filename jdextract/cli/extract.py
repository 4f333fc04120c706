"""``jdextract extract``: postings into extractions.jsonl."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from jdextract.cli import options
from jdextract.errors import InputError

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


def extract(
    paths: options.OptionalPaths = None,
    output: Output = "-",
    engine: Engine = "local",
    address: Address = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    endpoint_label: options.EndpointLabel = None,
    mode: options.Mode = None,
    concurrency: options.Concurrency = None,
    requests_per_minute: options.RequestsPerMinute = None,
    tokens_per_minute: options.TokensPerMinute = None,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    cache_dir: options.CacheDir = None,
    no_cache: options.NoCache = False,
    no_reask: options.NoReask = False,
    no_classify: options.NoClassify = False,
    second_look: options.SecondLook = False,
    no_dedup: options.NoDedup = False,
    no_text: options.NoText = False,
    taxonomy: options.TaxonomyFiles = None,
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

    settings = options.make_settings(
        model=model,
        base_url=base_url,
        endpoint_label=endpoint_label,
        mode=mode,
        concurrency=concurrency,
        requests_per_minute=requests_per_minute,
        tokens_per_minute=tokens_per_minute,
        max_cost=max_cost,
        max_tokens=max_tokens,
        cache_dir=cache_dir,
        no_cache=no_cache,
        no_reask=no_reask,
        no_classify=no_classify,
        second_look=second_look,
        no_dedup=no_dedup or retry_failed is not None,  # a file's postings were compared when it was written
        taxonomy=taxonomy,
    )
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
