"""``jdextract batch``: requests for a provider's batch service, and its answers, as files or through its interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jdextract.cli import batch_jobs, console, options

if TYPE_CHECKING:
    from jdextract.engines.llm.batch import Rejection
    from jdextract.settings import Settings

_LISTED = 20

app = typer.Typer(
    help="Requests for a provider's batch service, at half the price, and its answers.", no_args_is_help=True
)


app.command("submit")(batch_jobs.submit)
app.command("status")(batch_jobs.status)
app.command("collect")(batch_jobs.collect)


@app.command("export")
@options.with_model_settings
def export(
    paths: options.Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file of requests to write.")],
    settings: Settings,
    text_column: options.TextColumn = None,
) -> None:
    """Write the requests that a run would send, as the JSON lines that batch services take.

    Needs no key and no network. Postings whose answers are in the cache make no request; after an import, the
    same command writes the follow-ups about what did not ground, if there are any.

    Example: jdextract batch export postings/ -o requests.jsonl --model openai/gpt-5-mini
    """
    from jdextract.cli.files import writing
    from jdextract.engines.llm.batch import export_requests
    from jdextract.engines.selection import open_model_engine
    from jdextract.postings import read_postings

    engine = open_model_engine(settings, offline=True)
    postings = read_postings(*paths, text_column=text_column, on_problem=note_problem)
    with writing(output) as file:
        result = export_requests(engine, postings, file.write, limit_name=limit_name(settings))
    console.note(
        f"{result.postings} postings: {result.answered} answered already, {result.empty} without text, "
        f"{result.requests} requests in {output}"
    )


@app.command("import")
@options.with_model_settings
def import_(
    answers: Annotated[Path, typer.Argument(metavar="ANSWERS", help="The file of answers, as JSON lines.")],
    paths: options.Paths,
    settings: Settings,
    text_column: options.TextColumn = None,
) -> None:
    """Put answers into the cache, so that an ordinary run with the same options finds them there.

    Takes the output and error files of batch services, and plain lines {"custom_id": …, "content": …}. Needs no
    key and no network. Ends with 1 if a line could not be used; each such line is named.

    Example: jdextract batch import answers.jsonl postings/ --model openai/gpt-5-mini
    """
    from jdextract.engines.llm.batch import import_answers
    from jdextract.engines.selection import open_model_engine
    from jdextract.postings import read_postings

    engine = open_model_engine(settings, offline=True)
    postings = read_postings(*paths, text_column=text_column, on_problem=note_problem)
    with _lines_of(answers) as lines:
        result = import_answers(engine, postings, lines)
    list_rejections(result.rejected)
    console.note(f"{result.stored} answers stored, {len(result.rejected)} lines rejected, {result.open} requests open")
    if result.open:
        console.note("what is open is asked in an ordinary run, or goes into the next `jdextract batch export`")
    raise typer.Exit(1 if result.rejected else 0)


def limit_name(settings: Settings) -> str:
    """What the endpoint that the settings name calls the limit of output tokens.

    Raises:
        ConfigurationError: the provider's batch service takes another form.
    """
    from jdextract.engines.llm.connection import check_batch_form, takes_newer_limit
    from jdextract.engines.llm.openai_client import NEWER_LIMIT, OLDER_LIMIT

    check_batch_form(settings.model, base_url=settings.base_url)
    return NEWER_LIMIT if takes_newer_limit(settings.model, base_url=settings.base_url) else OLDER_LIMIT


def list_rejections(rejected: list[Rejection]) -> None:
    """Name the lines that could not be used."""
    for rejection in rejected[:_LISTED]:
        console.note(f"rejected: {rejection}")
    if len(rejected) > _LISTED:
        console.note(f"rejected: {len(rejected) - _LISTED} more")


@contextmanager
def _lines_of(path: Path) -> Iterator[Iterator[str]]:
    from jdextract.errors import InputError

    try:
        with path.open(encoding="utf-8") as file:
            yield file
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {str(path)!r}: {error}; it should be a file of answers as JSON lines") from error


def note_problem(problem: Exception) -> None:
    """Say what could not be read."""
    console.note(f"not read: {problem}")
