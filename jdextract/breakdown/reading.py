"""`analyze`: from whatever holds postings straight to the breakdown."""

from __future__ import annotations

from jdextract.breakdown.analysis import COMMON_AT, break_down
from jdextract.breakdown.model import Breakdown
from jdextract.engines import Engine
from jdextract.events import Listener
from jdextract.pipeline import stream
from jdextract.postings import read_postings
from jdextract.settings import Settings
from jdextract.taxonomy import Taxonomy


def analyze(
    *sources: object,
    model: str | None = None,
    settings: Settings | None = None,
    engine: Engine | None = None,
    common_at: float = COMMON_AT,
    min_support: int | None = None,
    on_event: Listener | None = None,
) -> Breakdown:
    """Read postings and break down what they ask for.

    Args:
        *sources: files, folders, globs, dicts or frames; see `read_postings`.
        model: ``lexicon`` or ``provider/model``; see `stream`, as for ``settings`` and ``engine``.
        settings: how to run.
        engine: an engine of your own.
        common_at: the share (0 to 1) from which a skill is common; see `break_down`.
        min_support: skills that fewer postings name are left out.
        on_event: hears what happens; see `jdextract.events`.

    Raises:
        InputError: a source cannot be read.
        AccessError: the endpoint refuses every posting alike.

    Example:
        >>> breakdown = analyze({"id": "1", "text": "You have solid experience with PostgreSQL."})
        >>> breakdown.skill("PostgreSQL").required
        1
    """
    settings = settings or Settings()
    taxonomy = Taxonomy.load(*settings.taxonomy) if settings.taxonomy else Taxonomy.default()
    outcomes = stream(read_postings(*sources), model=model, settings=settings, engine=engine, on_event=on_event)
    return break_down(outcomes, common_at=common_at, min_support=min_support, taxonomy=taxonomy)
