"""The options that several commands share, and how they become `Settings`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from jdextract.errors import InputError

if TYPE_CHECKING:
    from jdextract.settings import Settings

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files, folders or globs of postings; - reads stdin.", show_default=False),
]
OptionalPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH...", help="Files, folders or globs of postings; - reads stdin.", show_default=False),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        help="lexicon (offline, the default) or provider/model, such as openai/gpt-5-mini. [env: JDEXTRACT_MODEL]",
        show_default=False,
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(help="An OpenAI-compatible endpoint, such as http://localhost:11434/v1.", show_default=False),
]
EndpointLabel = Annotated[
    str | None,
    typer.Option(help="What stands for the endpoint in the cache, its host unless set.", show_default=False),
]
Mode = Annotated[
    str | None,
    typer.Option(help="How the endpoint is held to the schema: json_schema, tools or json.", show_default=False),
]
Concurrency = Annotated[int | None, typer.Option(help="Postings in work at once.  [default: 16]", show_default=False)]
CacheDir = Annotated[
    str | None,
    typer.Option(
        metavar="DIR|URL",
        help="Where paid answers are kept: a folder, or redis://… for many machines. [env: JDEXTRACT_CACHE_DIR]",
        show_default=False,
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the cache.")]
NoReask = Annotated[
    bool, typer.Option("--no-reask", help="Make no follow-up call for what does not hold or is unknown.")
]
NoClassify = Annotated[
    bool, typer.Option("--no-classify", help="Leave skills that the taxonomy lacks in the category other.")
]
SecondLook = Annotated[
    bool,
    typer.Option("--second-look", help="Ask once more about required technologies that the model left out."),
]
NoDedup = Annotated[bool, typer.Option("--no-dedup", help="Count reposts and copies of a posting like any other.")]
RequestsPerMinute = Annotated[
    int | None, typer.Option(help="Calls a minute, at most; learnt from the endpoint unless set.", show_default=False)
]
TokensPerMinute = Annotated[
    int | None, typer.Option(help="Tokens a minute, on average; learnt likewise.", show_default=False)
]
MaxCost = Annotated[float | None, typer.Option(help="US dollars that the run may spend.", show_default=False)]
MaxTokens = Annotated[int | None, typer.Option(help="Tokens that the run may use.", show_default=False)]
TaxonomyFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--taxonomy", help="A YAML file of skills on top of the shipped ones; repeatable.", show_default=False
    ),
]
TextColumn = Annotated[
    str | None, typer.Option(help="The column of a table that holds the description.", show_default=False)
]
NoText = Annotated[bool, typer.Option("--no-text", help="Leave the texts of postings and evidence out of the files.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print how many postings need a call, tokens and cost; make no call.")
]
RetryFailed = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Read the failed postings of an extractions.jsonl again, and keep its other lines; instead of PATH.",
        show_default=False,
    ),
]
Log = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Append what happens in the run, a line of JSON an event.", show_default=False),
]
By = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD",
        help="Break down each part as well: by country, seniority, month, company, role or another field.",
        show_default=False,
    ),
]
Narrate = Annotated[
    bool, typer.Option("--narrate", help="Let the model word the takeaways; its numbers are checked against ours.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; errors only.")]


def _model_options(
    model: Model = None,
    base_url: BaseUrl = None,
    endpoint_label: EndpointLabel = None,
    mode: Mode = None,
    cache_dir: CacheDir = None,
    no_reask: NoReask = False,
    second_look: SecondLook = False,
    taxonomy: TaxonomyFiles = None,
) -> None:
    """The options that decide which requests a run sends."""


def _run_options(
    model: Model = None,
    base_url: BaseUrl = None,
    endpoint_label: EndpointLabel = None,
    mode: Mode = None,
    concurrency: Concurrency = None,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    cache_dir: CacheDir = None,
    no_cache: NoCache = False,
    no_reask: NoReask = False,
    no_classify: NoClassify = False,
    second_look: SecondLook = False,
    no_dedup: NoDedup = False,
    taxonomy: TaxonomyFiles = None,
) -> None:
    """The options of a run that reads postings."""


def with_model_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Let ``command`` take the options that decide which requests a run sends, as its one argument ``settings``.

    In its help they stand where ``settings`` stands among its parameters. An option that ``command`` declares
    itself stays its own.
    """
    return _with_settings(command, _model_options)


def with_run_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Let ``command`` take all options of a run likewise."""
    return _with_settings(command, _run_options)


def with_reading_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Let ``command`` take the options of a run likewise, but for those on how its postings are counted."""
    return _with_settings(command, _run_options, leave_out=("no_dedup",))


def _with_settings(
    command: Callable[..., None], options: Callable[..., None], *, leave_out: Collection[str] = ()
) -> Callable[..., None]:
    own = inspect.signature(command).parameters
    hints = get_type_hints(command, localns={"Settings": object}, include_extras=True)
    given = {
        name: parameter
        for name, parameter in inspect.signature(options, eval_str=True).parameters.items()
        if name not in own and name not in leave_out
    }
    parameters: list[inspect.Parameter] = []
    for name, parameter in own.items():
        parameters += given.values() if name == "settings" else [parameter.replace(annotation=hints[name])]

    @functools.wraps(command)
    def run(**values: Any) -> None:
        chosen = {name: values.pop(name) for name in given}
        command(settings=make_settings(**chosen), **values)

    keyword_only = [parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in parameters]
    run.__dict__["__signature__"] = inspect.Signature(keyword_only)
    run.__annotations__ = {}
    return run


def make_settings(
    *,
    no_cache: bool = False,
    no_reask: bool = False,
    no_classify: bool = False,
    second_look: bool = False,
    no_dedup: bool = False,
    taxonomy: list[Path] | None = None,
    **given: Any,
) -> Settings:
    """The settings that the options give; whatever is ``None`` comes from the environment or the default.

    Raises:
        InputError: a value that is out of range, named with its option.
    """
    from pydantic import ValidationError

    from jdextract.settings import Settings

    values = {name: value for name, value in given.items() if value is not None}
    if no_cache:
        values["use_cache"] = False
    if no_reask:
        values["reask"] = False
    if no_classify:
        values["classify"] = False
    if second_look:
        values["second_look"] = True
    if no_dedup:
        values["dedup"] = False
    if taxonomy:
        values["taxonomy"] = tuple(taxonomy)
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        option = f"--{name.replace('_', '-')} (or JDEXTRACT_{name.upper()})"
        raise InputError(f"{option}: {first['msg']}, got {first['input']!r}") from error
