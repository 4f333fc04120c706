"""The engine that the settings name."""

from __future__ import annotations

from jdextract.engines.protocol import Engine
from jdextract.settings import Settings


def open_engine(settings: Settings) -> Engine:
    raise LookupError(settings.model)
