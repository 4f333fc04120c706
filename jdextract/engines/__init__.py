"""Engines: a posting becomes an extraction, by rules (`lexicon`) or by a language model (`llm`)."""

from typing import TYPE_CHECKING

from jdextract.engines.protocol import Engine, Reading

if TYPE_CHECKING:
    from jdextract.engines.selection import open_engine

__all__ = ["Engine", "Reading", "open_engine"]


def __getattr__(name: str) -> object:
    # Choosing an engine needs the settings, which take a tenth of the lexicon's start-up; an engine does not.
    if name == "open_engine":
        from jdextract.engines.selection import open_engine  # noqa: PLC0415 - see above

        return open_engine
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
