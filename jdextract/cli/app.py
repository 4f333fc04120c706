"""The application: its commands, and how errors become messages and exit codes."""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer

import jdextract
from jdextract.cli import (
    analyze,
    batch,
    cache,
    compare,
    console,
    doctor,
    evaluate,
    extract,
    prompts,
    report,
    show,
    taxonomy,
)
from jdextract.cli.exit_codes import ExitCode
from jdextract.errors import BudgetReachedError, JdextractError

app = typer.Typer(
    name="jdextract",
    help="What the job market asks for: typed, grounded facts out of job postings.",
    epilog="Start with: jdextract analyze postings/ -o out",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.command("analyze")(analyze.analyze)
app.command("extract")(extract.extract)
app.command("report")(report.report)
app.command("show")(show.show)
app.command("compare")(compare.compare)
app.command("doctor")(doctor.doctor)
app.add_typer(evaluate.app, name="eval")
app.add_typer(batch.app, name="batch")
app.add_typer(cache.app, name="cache")
app.add_typer(taxonomy.app, name="taxonomy")
app.add_typer(prompts.app, name="prompts")


def _show_version(value: bool) -> None:
    if value:
        console.result(f"jdextract {jdextract.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[  # noqa: ARG001 - acts in its callback
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    import logging

    # The library leaves its host's garbage collector alone; this process is ours, and a run makes
    # millions of objects that live on, which full collections would visit again and again.
    gc.set_threshold(100_000, 50, 1000)
    # instructor logs each failed call as an error; ours say the same once, with what to do.
    logging.getLogger("instructor").setLevel(logging.CRITICAL)


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the code page of the console is; postings hold all of Unicode."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in {"utf-8", "utf8"}:
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")


def main() -> None:
    """Run the command line; the entry point of the ``jdextract`` script."""
    _speak_utf8()
    try:
        app(prog_name="jdextract")
    except BudgetReachedError as error:
        console.error(error)
        sys.exit(ExitCode.BUDGET)
    except JdextractError as error:
        console.error(error)
        sys.exit(ExitCode.USAGE)
    except BrokenPipeError:
        # The reader of stdout has gone (`| head`): nothing is left to say, and Python must not try.
        sys.stdout = None
        sys.exit(ExitCode.OK)
