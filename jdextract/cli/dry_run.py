"""``--dry-run``: what a command would ask and cost, without a call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jdextract.cli import console

if TYPE_CHECKING:
    from jdextract.models import Posting
    from jdextract.settings import Settings


def show_forecast(postings: Iterable[Posting], settings: Settings) -> None:
    """Print how many of ``postings`` need a call, and an estimate of tokens and cost.

    Raises:
        ConfigurationError, CacheError: as for a run, except that no key is needed.
    """
    from jdextract.settings import LEXICON

    if settings.model == LEXICON:
        count = sum(1 for _ in postings)
        console.result(f"postings  {count:,}\nmodel     {LEXICON}: offline, no calls, no cost")
        return
    from jdextract.engines.registered import registered_engine

    if registered_engine(settings):
        count = sum(1 for _ in postings)
        console.result(
            f"postings  {count:,}\nmodel     {settings.model}: another package's engine, which tells no cost"
        )
        return
    from jdextract.engines.llm.connection import split_model
    from jdextract.engines.llm.forecast import forecast
    from jdextract.engines.llm.pricing import Pricer
    from jdextract.engines.selection import open_model_engine

    engine = open_model_engine(settings, offline=True)
    provider, name = split_model(settings.model, base_url=settings.base_url)
    pricer = Pricer(provider, name, base_url=settings.base_url)
    result = forecast(engine, postings, price=pricer.price)
    cost = result.usage.cost_usd
    console.result(f"postings  {result.postings:,}")
    if result.empty:
        console.result(f"no text   {result.empty:,}, to be skipped")
    console.result(f"cached    {result.cached:,}, free of charge")
    console.result(f"to read   {result.to_read:,}, {result.requests:,} calls to begin with")
    console.result(f"tokens    about {result.usage.input_tokens:,} in, {result.usage.output_tokens:,} out")
    if result.requests:
        shown = "unknown: no price is known for this model" if cost is None else f"about ${cost:,.4f}"
        console.result(f"cost      {shown}")
        console.note("an estimate of the first calls: re-asks add a little, the provider's prompt cache takes some off")
    if settings.max_cost is not None and cost is not None and cost > settings.max_cost:
        console.note(f"that is more than --max-cost {settings.max_cost:g}: the run would end early, with exit code 3")
    if settings.max_tokens is not None and result.usage.total_tokens > settings.max_tokens:
        console.note(
            f"that is more than --max-tokens {settings.max_tokens:,}: the run would end early, with exit code 3"
        )
