"""Engines: a posting becomes an extraction, by rules (`lexicon`) or by a language model (`llm`)."""

from jdextract.engines.protocol import Engine, Reading

__all__ = ["Engine", "Reading"]
