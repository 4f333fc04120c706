"""``jdextract show``: one posting with its evidence in place."""

from __future__ import annotations

from typing import Annotated

import typer

from jdextract.cli import console
from jdextract.errors import InputError


def show(
    extractions: Annotated[str, typer.Argument(metavar="EXTRACTIONS", help="A file of extractions; - reads stdin.")],
    posting: Annotated[str, typer.Argument(metavar="ID", help="The posting's id, or the beginning of it.")],
    html: Annotated[bool, typer.Option("--html", help="Write an HTML page to stdout instead.")] = False,
) -> None:
    """Show one posting with its evidence highlighted.

    Example: jdextract show out/extractions.jsonl lumora
    """
    from rich.console import Console

    from jdextract.extractions import read_extractions
    from jdextract.reports.posting import render_posting_html, render_posting_text

    begun = None
    for outcome in read_extractions(extractions):
        if outcome.posting.id == posting:
            break
        if begun is None and outcome.posting.id.startswith(posting):
            begun = outcome
    else:
        if begun is None:
            raise InputError(
                f"{extractions!r} holds no posting whose id is or begins with {posting!r}; ids stand in its lines"
            )
        outcome = begun
    if html:
        console.result(render_posting_html(outcome))
    else:
        Console().print(render_posting_text(outcome), soft_wrap=True)
