"""Engines that other packages bring, found by their entry points."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from jdextract.errors import ConfigurationError

if TYPE_CHECKING:
    from jdextract.engines.protocol import Engine
    from jdextract.settings import Settings

GROUP = "jdextract.engines"
"""The group of entry points: a name for ``--model``, and a callable that makes the engine of the settings."""


def registered_engine(settings: Settings) -> EntryPoint | None:
    """The entry point of the engine that the settings name, if a package brings one of that name.

    A name with a slash is a provider's model, and with a base URL the endpoint's.
    """
    if "/" in settings.model or settings.base_url is not None:
        return None
    return next(iter(entry_points(group=GROUP, name=settings.model)), None)


def open_registered(found: EntryPoint, settings: Settings) -> Engine:
    """The engine behind an entry point.

    Raises:
        ConfigurationError: the package that brings it cannot be loaded.
    """
    try:
        make = found.load()
    except (ImportError, AttributeError) as error:
        package = found.dist.name if found.dist else found.module
        raise ConfigurationError(
            f"the engine {found.name!r} of the package {package!r} cannot be loaded ({error}); install it anew, or name another with --model"
        ) from error
    engine: Engine = make(settings)
    return engine
