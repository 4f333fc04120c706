"""``--narrate``: the takeaways in a model's words, each held against its numbers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jdextract.cli import console
from jdextract.errors import ConfigurationError, JdextractError

if TYPE_CHECKING:
    from jdextract.breakdown import Breakdown
    from jdextract.models import Usage
    from jdextract.settings import Settings


def check_narrator(settings: Settings) -> None:
    """Find out before any work whether the settings name a model.

    Raises:
        ConfigurationError: they name the lexicon, which writes no prose.
    """
    from jdextract.settings import LEXICON

    if settings.model == LEXICON:
        raise ConfigurationError("--narrate needs a language model: name it with --model, such as openai/gpt-5-mini")


def narrated(
    breakdowns: list[Breakdown], settings: Settings, *, spent: Usage | None = None
) -> tuple[list[Breakdown], JdextractError | None]:
    """The breakdowns with their takeaways in the model's words, and what cut that short, if anything did.

    ``spent`` has already been taken from the settings' budget. Where no answer can be had, the plain sentences stand.
    """
    from jdextract.engines.selection import open_prose_writer
    from jdextract.reports import narrate

    done: list[Breakdown] = []
    problem: JdextractError | None = None
    writer = open_prose_writer(_left(settings, spent), warn=console.note)
    with asyncio.Runner() as runner:
        try:
            for breakdown in breakdowns:
                done += [narrate(breakdown, lambda prompt: runner.run(writer.write(prompt)))]
        except JdextractError as error:
            problem = error
        finally:
            runner.run(writer.aclose())
    reworded = sum(
        new.text != old.text
        for after, before in zip(done, breakdowns, strict=False)
        for new, old in zip(after.takeaways, before.takeaways, strict=True)
    )
    total = sum(len(breakdown.takeaways) for breakdown in breakdowns)
    console.note(f"{reworded} of {total} takeaways in the words of {settings.model}; the others stay plain")
    return [*done, *breakdowns[len(done) :]], problem


def _left(settings: Settings, spent: Usage | None) -> Settings:
    if spent is None:
        return settings
    left: dict[str, float] = {}
    if settings.max_cost is not None:
        left["max_cost"] = max(settings.max_cost - (spent.cost_usd or 0.0), 0.0)
    if settings.max_tokens is not None:
        left["max_tokens"] = max(settings.max_tokens - spent.total_tokens, 0)
    return settings.model_copy(update=left)
