"""The engine that the settings name."""

from __future__ import annotations

from collections.abc import Callable

from jdextract.engines.protocol import Engine
from jdextract.settings import LEXICON, Settings
from jdextract.taxonomy import Taxonomy

Warn = Callable[[str], None]


def open_engine(settings: Settings, *, warn: Warn | None = None) -> Engine:
    """The lexicon engine, or a language model with its cache, limits and budget.

    Args:
        settings: what the run is to use.
        warn: is told, once each, of what a person should know: a price that is not known, an answer that
            could not be stored.

    Raises:
        ConfigurationError: the model's provider is unknown, a key or an extra is missing.
        CacheError: the cache cannot be opened.
        TaxonomyError: a taxonomy file does not hold together.
    """
    taxonomy = Taxonomy.load(*settings.taxonomy) if settings.taxonomy else Taxonomy.default()
    if settings.model == LEXICON:
        from jdextract.engines.lexicon.engine import LexiconEngine  # noqa: PLC0415 - only the engine in use is loaded

        return LexiconEngine(taxonomy)

    from jdextract.cache import DiskCache  # noqa: PLC0415 - the same
    from jdextract.engines.llm.connection import connect, split_model  # noqa: PLC0415
    from jdextract.engines.llm.engine import LLMEngine  # noqa: PLC0415
    from jdextract.limits import Budget, Limits  # noqa: PLC0415

    limits = Limits(
        settings.concurrency,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        budget=Budget(max_cost=settings.max_cost, max_tokens=settings.max_tokens),
    )
    connection = connect(
        settings.model,
        limits=limits,
        base_url=settings.base_url,
        mode=settings.mode,
        label=settings.endpoint_label,
        timeout=settings.timeout,
        warn=warn,
    )
    provider, name = split_model(settings.model, base_url=settings.base_url)
    return LLMEngine(
        connection.client,
        model=connection.model,
        endpoint=connection.endpoint,
        name=f"{provider}/{name}",
        taxonomy=taxonomy,
        cache=DiskCache(settings.cache_dir) if settings.use_cache else None,
        mode=connection.mode,
        max_output_tokens=settings.max_output_tokens,
        reask=settings.reask,
        on_cache_error=(lambda error: warn(str(error))) if warn else None,
    )
