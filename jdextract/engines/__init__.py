"""Engines: a posting becomes an extraction, by rules (`lexicon`) or by a language model (`llm`)."""

from jdextract.engines.protocol import Engine, Reading
from jdextract.engines.selection import open_engine

__all__ = ["Engine", "Reading", "open_engine"]
