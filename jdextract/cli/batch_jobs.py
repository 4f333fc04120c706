"""``jdextract batch submit | status | collect``: a provider's batch service, from beginning to end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from jdextract.cli import console, options

if TYPE_CHECKING:
    from jdextract.engines.llm.batch_jobs import Collection, Preparation
    from jdextract.engines.llm.batch_ledger import Ledger, Part
    from jdextract.engines.llm.batch_service import BatchService
    from jdextract.engines.llm.pricing import Pricer
    from jdextract.settings import Settings

State = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where batches under way are noted; 'batches' in the cache folder unless set.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_PIPED_WIDTH = 200

PartSize = Annotated[
    int, typer.Option(min=1, max=50_000, help="Requests that one batch holds; providers limit what waits at once.")
]


@options.with_model_settings
def submit(
    paths: options.Paths,
    settings: Settings,
    max_cost: options.MaxCost = None,
    max_tokens: options.MaxTokens = None,
    state: State = None,
    part_size: PartSize = 50_000,
    text_column: options.TextColumn = None,
) -> None:
    """Hand the requests that a run would send to the provider's batch service, in parts of at most 200 MB.

    The provider receives the postings' texts. Answered requests, and those under way, are left out. A submission that
    was cut off goes on where it was, at the next submit. Ends with 3, and sends nothing, if the estimate is above
    --max-cost or --max-tokens.

    Example: jdextract batch submit postings/ --model openai/gpt-5-mini --max-cost 5
    """
    from jdextract.cli.batch import limit_name, note_problem
    from jdextract.engines.llm import batch_jobs
    from jdextract.engines.llm.connection import connect_batches
    from jdextract.engines.llm.connection import endpoint_label as host_of
    from jdextract.engines.selection import open_model_engine
    from jdextract.postings import read_postings

    budget = options.make_settings(max_cost=max_cost, max_tokens=max_tokens)
    engine = open_model_engine(settings, offline=True)
    named = limit_name(settings)
    connect_batches(settings.model, base_url=settings.base_url).close()  # no key: say so before anything is written
    ledger = open_ledger(settings, state)
    for part in ledger.parts():
        if not part.batch_id:
            console.note(f"{part.part}: going on with {part.requests:,} requests that were not sent yet")
    pricer = _pricer(settings.model, settings.base_url)
    prepared = batch_jobs.prepare(
        engine,
        read_postings(*paths, text_column=text_column, on_problem=note_problem),
        ledger,
        model=settings.model,
        base_url=settings.base_url,
        endpoint=settings.endpoint_label or host_of(settings.model, base_url=settings.base_url),
        limit_name=named,
        price=pricer.price,
        max_requests=part_size,
    )
    _show_preparation(prepared, pricer)
    _keep_budget(prepared, budget, ledger)
    with _Services() as services:
        for part in ledger.parts():
            if not part.batch_id:
                sent = batch_jobs.send(services.of(part), ledger, part)
                console.result(f"{sent.part}  {sent.requests:,} requests  batch {sent.batch_id}  {sent.status}")


def status(cache_dir: options.CacheDir = None, state: State = None, as_json: AsJson = False) -> None:
    """Show how the batches under way stand, and what came of those collected.

    Example: jdextract batch status
    """
    from jdextract.engines.llm import batch_jobs

    ledger = open_ledger(options.make_settings(cache_dir=cache_dir), state)
    with _Services() as services:
        parts = [
            batch_jobs.refresh(services.of(part), ledger, part)[0] if part.running else part for part in ledger.parts()
        ]
    if as_json:
        _show_json(parts)
    elif parts:
        _show_table(parts)
    else:
        console.note(f"no batches in {str(ledger.folder)!r}; `jdextract batch submit` makes some")


def collect(
    cache_dir: options.CacheDir = None,
    state: State = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until every batch has ended.")] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks, with --wait.")] = 60.0,
    no_resubmit: Annotated[
        bool, typer.Option("--no-resubmit", help="Leave open what an expired batch did not come to.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put the answers of batches that have ended into the cache, so that an ordinary run finds them there.

    What an expired batch left unanswered is submitted again. Batches that are still running are left for another time.
    Ends with 1 if requests failed; each is named, and an ordinary run or the next submit asks them again.

    Example: jdextract batch collect --wait && jdextract analyze postings/ --model openai/gpt-5-mini
    """
    settings = options.make_settings(cache_dir=cache_dir)
    ledger = open_ledger(settings, state)
    ended = _collect_all(ledger, settings, resubmit=not no_resubmit)
    while wait and any(part.running for part in ledger.parts()):
        sleep(every)
        ended += _collect_all(ledger, settings, resubmit=not no_resubmit)
    unsent = [part for part in ledger.parts() if not part.batch_id]
    running = [part for part in ledger.parts() if part.running]
    if as_json:
        _show_json([found.part for found in ended])
    if running:
        console.note(f"{len(running)} batches still running; collect again later, or with --wait")
    if unsent:
        console.note(f"{len(unsent)} batches not sent yet; `jdextract batch submit` goes on with them")
    if not ended and not running and not unsent:
        console.note("nothing to collect")
    raise typer.Exit(1 if any(found.rejections or found.part.status == "failed" for found in ended) else 0)


sleep: Callable[[float], None] = time.sleep


def open_ledger(settings: Settings, state: Path | None) -> Ledger:
    """The folder of batches under way: the one given, or one in the cache's."""
    import platformdirs

    from jdextract.engines.llm.batch_ledger import Ledger

    if state is None:
        cache = (
            settings.cache_dir if isinstance(settings.cache_dir, Path) else platformdirs.user_cache_path("jdextract")
        )
        state = cache.expanduser() / "batches"
    return Ledger(state)


def _collect_all(ledger: Ledger, settings: Settings, *, resubmit: bool) -> list[Collection]:
    from jdextract.cache import open_cache
    from jdextract.cli.batch import list_rejections
    from jdextract.engines.llm import batch_jobs
    from jdextract.engines.llm.answers import Answers

    def give_up(error: Exception) -> None:
        raise error  # a part whose answers cannot be stored is not collected

    ended = []
    with closing(open_cache(settings.cache_dir)) as cache, _Services() as services:
        answers = Answers(cache, give_up)
        for part in ledger.parts():
            if part.step != "submitted":
                continue
            price = _pricer(part.model, part.base_url).price
            found = batch_jobs.collect(services.of(part), ledger, part, answers, price=price, resubmit=resubmit)
            if not found.part.running:
                ended.append(found)
                list_rejections(found.rejections)
                _show_collection(found)
    return ended


def _show_collection(found: Collection) -> None:
    part, usage = found.part, found.usage
    for error in part.errors:
        console.note(f"{part.part}: the provider refused the batch: {error}")
    cost = "" if usage.cost_usd is None else f", ${usage.cost_usd:,.4f}"
    console.note(
        f"{part.part}: {part.status}; {part.stored:,} answers stored, {part.rejected:,} rejected, {part.missing:,} not "
        f"answered, {usage.input_tokens:,} + {usage.output_tokens:,} tokens{cost}"
    )
    if again := found.resubmitted:
        console.note(f"{again.part}: {again.requests:,} requests submitted again as batch {again.batch_id}")
    elif part.missing:
        console.note(f"{part.part}: an ordinary run, or the next submit, asks what was not answered")


def _show_preparation(prepared: Preparation, pricer: Pricer) -> None:
    console.note(
        f"{prepared.postings:,} postings: {prepared.answered:,} answered already, {prepared.under_way:,} under way, "
        f"{prepared.empty:,} without text, {prepared.requests:,} requests in {len(prepared.parts):,} batches"
    )
    usage = prepared.usage
    if not prepared.requests:
        return
    cost = "cost unknown: no price is known for this model"
    if usage.cost_usd is not None:
        at = "the batch price" if pricer.has_batch_price else "the full price, for no batch price is known"
        cost = f"${usage.cost_usd:,.4f} at {at}"
    console.note(f"about {usage.input_tokens:,} tokens in, {usage.output_tokens:,} out, {cost}")


def _keep_budget(prepared: Preparation, budget: Settings, ledger: Ledger) -> None:
    from jdextract.errors import BudgetReachedError

    usage = prepared.usage
    over = None
    if budget.max_cost is not None and usage.cost_usd is not None and usage.cost_usd > budget.max_cost:
        over = f"--max-cost {budget.max_cost:g}"
    elif budget.max_tokens is not None and usage.total_tokens > budget.max_tokens:
        over = f"--max-tokens {budget.max_tokens:,}"
    if over:
        for part in prepared.parts:
            ledger.discard(part, state=True)
        raise BudgetReachedError(f"the estimate is above {over}; nothing of it was sent")


def _show_json(parts: Sequence[Part]) -> None:
    import json

    console.result(json.dumps([_row(part) for part in parts], ensure_ascii=False, indent=1))


def _show_table(parts: list[Part]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in ("part", "batch", "model", "state"):
        table.add_column(title, overflow="fold")
    for title in ("requests", "done", "failed"):
        table.add_column(title, justify="right")
    table.add_column("ends by")
    for part in parts:
        ends = f"{part.expires_at:%Y-%m-%d %H:%M} UTC" if part.expires_at and part.running else ""
        counts = (f"{count:,}" for count in (part.requests, part.completed, part.failed))
        table.add_row(part.part, part.batch_id or "-", part.model, _state(part), *counts, ends)
    # Ids must come through a pipe whole, where nobody says how wide a line may be.
    Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH).print(table)


def _state(part: Part) -> str:
    if not part.batch_id:
        return "not sent yet"
    status = part.status or "submitted"
    if part.step == "collected":
        return f"{status}, collected" + (", the rest submitted again" if part.resubmitted_as else "")
    return status if part.running else f"{status}, to collect"


def _row(part: Part) -> dict[str, Any]:
    from jdextract.models import SCHEMA_VERSION

    return {"schema": SCHEMA_VERSION, **part.model_dump(mode="json")}


def _pricer(model: str, base_url: str | None) -> Pricer:
    from jdextract.engines.llm.connection import split_model
    from jdextract.engines.llm.pricing import Pricer

    return Pricer(*split_model(model, base_url=base_url), base_url=base_url, batch=True)


class _Services:
    """The batch services that parts were sent to, each opened once."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str | None], BatchService] = {}

    def of(self, part: Part) -> BatchService:
        from jdextract.engines.llm.connection import connect_batches

        key = part.model, part.base_url
        if key not in self._opened:
            self._opened[key] = connect_batches(part.model, base_url=part.base_url, label=part.endpoint)
        return self._opened[key]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for service in self._opened.values():
            service.close()
