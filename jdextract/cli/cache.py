"""``jdextract cache``: what is kept of paid answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from jdextract.cli import console, options

if TYPE_CHECKING:
    from jdextract.cache import DiskCache

app = typer.Typer(help="Paid answers: how many, of which models, and where.", no_args_is_help=True)


def open_cache(cache_dir: options.CacheDir) -> DiskCache:
    """The cache that a run with the same options would use."""
    from jdextract.cache import DiskCache

    return DiskCache(options.make_settings(cache_dir=cache_dir).cache_dir)


@app.command()
def stats(cache_dir: options.CacheDir = None) -> None:
    """Count the answers in the cache, their tokens and their size.

    Example: jdextract cache stats
    """
    cache = open_cache(cache_dir)
    answers: Counter[str] = Counter()
    tokens: Counter[str] = Counter()
    failures = 0
    for key in cache:
        value = cache.get(key) or {}
        if key.endswith(".failure"):
            failures += 1
            continue
        model = str(value.get("model"))
        answers[model] += 1
        usage = value.get("usage") or {}
        tokens[model] += usage.get("input_tokens", 0) + usage.get("output_tokens", 0)
    console.result(f"folder    {cache.directory}")
    console.result(f"size      {cache.size_bytes / 1e6:,.1f} MB")
    console.result(f"answers   {answers.total():,}")
    console.result(f"failures  {failures:,} (kept for their usage, asked again in the next run)")
    for model, count in answers.most_common():
        console.result(f"  {model}: {count:,} answers, {tokens[model]:,} tokens")
    cache.close()


@app.command()
def clear(
    cache_dir: options.CacheDir = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove every answer; each will be paid for again.

    Example: jdextract cache clear --yes
    """
    cache = open_cache(cache_dir)
    if yes or typer.confirm(f"remove {len(cache):,} answers from {cache.directory}?", err=True):
        console.note(f"removed {cache.clear():,} answers")
    cache.close()
