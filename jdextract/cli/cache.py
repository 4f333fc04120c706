"""``jdextract cache``: what is kept of paid answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jdextract.cli import console, options

if TYPE_CHECKING:
    from jdextract.cache import Store
    from jdextract.scratch import ScratchStore
    from jdextract.settings import Settings

_EXPORTED = ("model", "usage", "request")

app = typer.Typer(help="Paid answers: how many, of which models, and where.", no_args_is_help=True)


def open_cache(cache_dir: options.CacheDir) -> Store:
    """The cache that a run with the same options would use."""
    from jdextract import cache

    return cache.open_cache(options.make_settings(cache_dir=cache_dir).cache_dir)


def open_scratch(cache_dir: options.CacheDir) -> ScratchStore | None:
    """What such a run keeps of the extractions that it made of these answers."""
    from jdextract import scratch

    return scratch.open_scratch(options.make_settings(cache_dir=cache_dir).cache_dir)


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
    console.result(f"cache     {cache.where}")
    console.result(f"size      {cache.size_bytes / 1e6:,.1f} MB")
    console.result(f"answers   {answers.total():,}")
    console.result(f"failures  {failures:,} (kept for their usage, asked again in the next run)")
    if (scratch := open_scratch(cache_dir)) is not None:
        console.result(
            f"readings  {len(scratch):,}, {scratch.size_bytes / 1e6:,.1f} MB (made of the answers, to save time)"
        )
        scratch.close()
    for model, count in answers.most_common():
        console.result(f"  {model}: {count:,} answers, {tokens[model]:,} tokens")
    cache.close()


@app.command()
@options.with_model_settings
def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of a posting.")],
    paths: options.Paths,
    settings: Settings,
    text_column: options.TextColumn = None,
) -> None:
    """Say of each request about a posting whether its answer is in the cache, and if not, what differs.

    Takes the options of the run that is to be explained; needs no key and makes no call.

    Example: jdextract cache explain p17 postings/ --model openai/gpt-5-mini
    """
    from jdextract.cache import open_cache as open_store
    from jdextract.engines.llm.explanation import explain as explain_miss
    from jdextract.engines.selection import open_model_engine
    from jdextract.errors import InputError
    from jdextract.postings import read_postings

    engine = open_model_engine(settings, offline=True)
    posting = next((posting for posting in read_postings(*paths, text_column=text_column) if posting.id == id_), None)
    if posting is None:
        raise InputError(
            f"there is no posting {id_!r} in {', '.join(paths)}; ids are in the lines of extractions.jsonl"
        )
    cache = open_store(settings.cache_dir)
    for number, exchange in enumerate(engine.conversation(posting), 1):
        state = {"answered": "hit", "failed": "kept as a failure", "open": "miss"}[exchange.state]
        console.result(f"request {number}  {state}  {exchange.key}")
        if exchange.state != "open":
            continue
        found = explain_miss(cache, exchange.request)
        if found.nearest is None:
            console.result("  the cache holds no answers")
        elif found.same_posting:
            console.result(f"  the same posting has an answer under {found.nearest}; what differs:")
            for difference in found.differences:
                console.result(f"  - {difference}")
        else:
            console.result("  no answer to this text is kept: it was never asked about, or it has changed since")
            others = [difference for difference in found.differences if not difference.startswith("the posting")]
            for difference in others:
                console.result(f"  - {difference} (the nearest answer is to another posting)")
    cache.close()


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    cache_dir: options.CacheDir = None,
) -> None:
    """Write every answer as a line of JSON, in the form that `jdextract batch import` takes.

    Example: jdextract cache export -o answers.jsonl
    """
    import json

    from jdextract.cli.files import writing

    cache = open_cache(cache_dir)
    count = 0
    with writing(output) as file:
        for key in cache:
            value = cache.get(key)
            if value is None or key.endswith(".failure"):
                continue
            row = {"custom_id": key, "content": value.get("text"), **{name: value.get(name) for name in _EXPORTED}}
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    console.note(f"wrote {count:,} answers to {output}")
    cache.close()


@app.command()
def clear(
    cache_dir: options.CacheDir = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove every answer, and what was made of them; each will be paid for again.

    Example: jdextract cache clear --yes
    """
    cache = open_cache(cache_dir)
    if yes or typer.confirm(f"remove {len(cache):,} answers from {cache.where}?", err=True):
        console.note(f"removed {cache.clear():,} answers")
        if (scratch := open_scratch(cache_dir)) is not None:
            scratch.clear()
            scratch.close()
    cache.close()
