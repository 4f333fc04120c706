"""``jdextract extract … --engine ray``: the same run on many machines, into a folder of Parquet parts."""

from __future__ import annotations

import logging
import os
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jdextract.cli import console, progress
from jdextract.cli.run import stopping
from jdextract.cli.tally import Tally
from jdextract.errors import BudgetReachedError, InputError
from jdextract.models import Usage

if TYPE_CHECKING:
    from jdextract.scale import Part
    from jdextract.settings import Settings


def run_on_ray(
    paths: list[str] | None,
    settings: Settings,
    *,
    folder: str,
    address: str | None,
    keep_text: bool = True,
    text_column: str | None = None,
    quiet: bool = False,
) -> Tally:
    """Read the postings in ``paths`` on the cluster at ``address``, or on this machine's CPUs, into ``folder``.

    Raises:
        InputError: nothing to read, or the folder is none.
        ConfigurationError: Ray is not installed, or there is no cluster at ``address``.
        AccessError: the endpoint refuses every posting alike.
    """
    if not paths:
        raise InputError("nothing to read: name a file, a folder or a glob of postings, or URLs of Parquet files")
    if folder == "-" or (Path(folder).exists() and not Path(folder).is_dir()):
        raise InputError("a run on Ray writes a folder of Parquet parts: name it with -o")
    tally = Tally()
    # Before it is loaded, Ray is told to report to nobody how it is used, and to log less than what a run tells anyway.
    for variable, value in (("RAY_USAGE_STATS_ENABLED", "0"), ("RAY_BACKEND_LOG_LEVEL", "fatal")):
        os.environ.setdefault(variable, value)
    from jdextract.scale.ray_reading import is_url, read_dataset

    read = partial(read_dataset, paths, text_column=text_column, dedup=settings.dedup, on_problem=tally.problems.append)
    with ExitStack() as stack:
        # Files are read on while Ray starts.
        dataset = None if all(map(is_url, paths)) else stack.enter_context(closing(read()))
        from jdextract.scale.cluster import connected

        stack.enter_context(connected(address))
        from jdextract.scale.ray_run import RayRun

        logging.getLogger("ray.data").setLevel(logging.ERROR)  # which it sets itself if it is loaded
        run = RayRun(read() if dataset is None else dataset, folder, settings=settings, keep_text=keep_text)
        with stopping(tally, run.stop), progress.showing(quiet=quiet) as show:
            try:
                for part in run:
                    _add(tally, part)
                    show(tally)
            except BudgetReachedError as error:
                tally.stopped_by = error
        for note in run.notes:
            console.note(note)
    return tally


def _add(tally: Tally, part: Part) -> None:
    tally.engine = part.engine
    tally.ok += part.ok
    tally.cached += part.ok if part.reused else part.cached
    for posting_id, message in part.failed:
        tally.fail(posting_id, message)
    for posting_id in part.skipped:
        tally.skip(posting_id)
    if not part.reused:
        tally.usage += Usage(
            input_tokens=part.input_tokens,
            cached_input_tokens=part.cached_input_tokens,
            output_tokens=part.output_tokens,
            cost_usd=part.cost_usd,
        )
