"""The engine that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jdextract.engines.protocol import Engine
from jdextract.engines.registered import open_registered, registered_engine
from jdextract.errors import CacheError, ConfigurationError
from jdextract.events import Listener
from jdextract.settings import LEXICON, Settings
from jdextract.taxonomy import Taxonomy

if TYPE_CHECKING:
    from jdextract.engines.llm.engine import LLMEngine
    from jdextract.engines.llm.prose import ProseWriter
    from jdextract.limits import CallLimits

Warn = Callable[[str], None]


def open_engine(
    settings: Settings,
    *,
    warn: Warn | None = None,
    limits: CallLimits | None = None,
    on_event: Listener | None = None,
) -> Engine:
    """The lexicon engine, one that another package brings, or a language model with its cache, limits and budget.

    A package brings an engine by an entry point in the group ``jdextract.engines``: its name is what ``--model``
    takes, and it is called with the settings.

    Args:
        settings: what the run is to use.
        warn: is told, once each, of what a person should know: a price that is not known, an answer that
            could not be stored.
        limits: what calls may do, where others share them; made of the settings unless given.
        on_event: hears of retries, rate limits, re-asks and the budget.

    Raises:
        ConfigurationError: the model's provider is unknown, a key or an extra is missing, the other package
            cannot be loaded.
        CacheError: the cache cannot be opened.
        TaxonomyError: a taxonomy file does not hold together.
    """
    taxonomy = Taxonomy.load(*settings.taxonomy) if settings.taxonomy else Taxonomy.default()
    if settings.model == LEXICON:
        from jdextract.engines.lexicon.engine import LexiconEngine  # noqa: PLC0415 - only the engine in use is loaded

        return LexiconEngine(taxonomy)
    if found := registered_engine(settings):
        return open_registered(found, settings)
    return open_model_engine(settings, taxonomy=taxonomy, warn=warn, limits=limits, on_event=on_event)


def open_model_engine(
    settings: Settings,
    *,
    taxonomy: Taxonomy | None = None,
    warn: Warn | None = None,
    limits: CallLimits | None = None,
    on_event: Listener | None = None,
    offline: bool = False,
) -> LLMEngine:
    """The language model that the settings name; with ``offline`` without a key, for work on its cache alone.

    Raises:
        ConfigurationError, CacheError, TaxonomyError: as `open_engine`; the lexicon is no language model.
    """
    if settings.model == LEXICON:
        raise ConfigurationError("this needs a language model: name it with --model, such as openai/gpt-5-mini")
    from jdextract.cache import open_cache  # noqa: PLC0415 - only the engine in use is loaded
    from jdextract.engines.llm.connection import connect, connect_offline, split_model  # noqa: PLC0415
    from jdextract.engines.llm.engine import LLMEngine  # noqa: PLC0415
    from jdextract.engines.llm.transport import RetryPolicy  # noqa: PLC0415
    from jdextract.limits import limits_of  # noqa: PLC0415
    from jdextract.scratch import open_scratch  # noqa: PLC0415

    if offline:
        connection = connect_offline(
            settings.model, base_url=settings.base_url, mode=settings.mode, label=settings.endpoint_label
        )
    else:
        connection = connect(
            settings.model,
            limits=limits or limits_of(settings, on_event=on_event),
            base_url=settings.base_url,
            mode=settings.mode,
            label=settings.endpoint_label,
            timeout=settings.timeout,
            policy=RetryPolicy(attempts=settings.attempts),
            warn=warn,
            on_event=on_event,
        )
    provider, name = split_model(settings.model, base_url=settings.base_url)
    taxonomy = taxonomy or (Taxonomy.load(*settings.taxonomy) if settings.taxonomy else Taxonomy.default())
    second_reader = None
    if settings.second_look:
        from jdextract.engines.lexicon.engine import LexiconEngine  # noqa: PLC0415

        second_reader = LexiconEngine(taxonomy).read
    cache = open_cache(settings.cache_dir) if settings.use_cache else None
    scratch = open_scratch(settings.cache_dir) if cache is not None and settings.keep_readings and not offline else None
    return LLMEngine(
        connection.client,
        model=connection.model,
        endpoint=connection.endpoint,
        name=f"{provider}/{name}",
        taxonomy=taxonomy,
        cache=cache,
        owns_cache=True,
        scratch=scratch,
        mode=connection.mode,
        max_output_tokens=settings.max_output_tokens,
        reask=settings.reask,
        classify=settings.classify,
        second_reader=second_reader,
        on_cache_error=_once(warn) if warn else None,
        on_event=on_event,
    )


def open_prose_writer(settings: Settings, *, warn: Warn | None = None) -> ProseWriter:
    """The language model that the settings name, for words instead of facts.

    Raises:
        ConfigurationError, CacheError: as `open_model_engine`.
    """
    if settings.model == LEXICON:
        raise ConfigurationError("the lexicon writes no prose: name a language model with --model")
    from jdextract.cache import open_cache  # noqa: PLC0415 - only what is in use is loaded
    from jdextract.engines.llm.connection import connect  # noqa: PLC0415
    from jdextract.engines.llm.prose import ProseWriter  # noqa: PLC0415
    from jdextract.engines.llm.transport import RetryPolicy  # noqa: PLC0415
    from jdextract.limits import limits_of  # noqa: PLC0415

    connection = connect(
        settings.model,
        limits=limits_of(settings),
        base_url=settings.base_url,
        mode=settings.mode,
        label=settings.endpoint_label,
        timeout=settings.timeout,
        policy=RetryPolicy(attempts=settings.attempts),
        warn=warn,
    )
    return ProseWriter(
        connection,
        cache=open_cache(settings.cache_dir) if settings.use_cache else None,
        max_output_tokens=settings.max_output_tokens,
    )


def _once(warn: Warn) -> Callable[[CacheError], None]:
    """Tell ``warn`` of an error, and not again of the same: a full disk concerns every answer of a run."""
    told: set[str] = set()

    def tell(error: CacheError) -> None:
        if (message := str(error)) not in told:
            told.add(message)
            warn(f"{message}; answers that cannot be kept are in the output, and would be paid for again")

    return tell
