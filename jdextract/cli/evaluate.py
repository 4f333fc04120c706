"""``jdextract eval``: how far to trust what an engine reads."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jdextract.cli import console, options, progress
from jdextract.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jdextract.evaluation.agreement import Agreement, LevelAgreement
    from jdextract.evaluation.comparison import Comparison
    from jdextract.evaluation.gate import GateResult
    from jdextract.evaluation.labels import LabelledPosting
    from jdextract.evaluation.model import Evaluation
    from jdextract.models import Outcome
    from jdextract.settings import Settings

_SHOWN = 30

app = typer.Typer(help="Score engines against labelled postings.", no_args_is_help=True)

Target = Annotated[
    str,
    typer.Argument(
        metavar="SUITE|LABELS",
        help="A suite (YAML), or a file of labels (JSON lines, SkillSpan, CoNLL, CSV …).",
        show_default=False,
    ),
]
Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model", "-m", help="lexicon or provider/model; repeatable. [env: JDEXTRACT_MODEL]", show_default=False
    ),
]


@app.command()
@options.with_reading_settings
def run(
    target: Target,
    settings: Settings,
    model: Models = None,
    extractions: Annotated[
        list[Path] | None,
        typer.Option("--extractions", help="Score a file of extractions instead; repeatable.", show_default=False),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write all figures and judgements; also a baseline.", show_default=False),
    ] = None,
    markdown_file: Annotated[
        Path | None, typer.Option("--markdown", help="Write the tables as Markdown.", show_default=False)
    ] = None,
    html_file: Annotated[
        Path | None,
        typer.Option("--html", help="Write a page with each posting's errors in place.", show_default=False),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="A file of --json; fail where a metric is surely worse.", show_default=False)
    ] = None,
    max_drop: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="How much worse than the baseline is allowed.", show_default=False),
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="Read the postings so often, to tell a model's noise.")] = 1,
    seed: Annotated[int | None, typer.Option(help="Seed of the bootstrap.", show_default=False)] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Print the longest tables as well.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Score models, engines or files of extractions on labelled postings.

    Exit code 4 says that a metric is beyond a limit of the suite, or surely worse than the baseline.

    Example: jdextract eval run evals/backend.yaml --model lexicon --baseline evals/baselines/backend.json
    """
    from jdextract.cli.tally import Tally
    from jdextract.errors import InputError
    from jdextract.evaluation.comparison import check_comparable, compare
    from jdextract.evaluation.gate import gate
    from jdextract.evaluation.model import Evaluation
    from jdextract.evaluation.running import evaluate
    from jdextract.evaluation.suite import Suite
    from jdextract.events import posting_event

    if max_drop is not None and baseline is None:
        raise InputError("--max-drop needs --baseline FILE to compare with")
    earlier = Evaluation.load(baseline) if baseline else None
    suite = Suite.load(target)
    bootstrap = suite.bootstrap if seed is None else suite.bootstrap.model_copy(update={"seed": seed})
    tally = Tally()
    with progress.showing(quiet=quiet) as show:

        def on_outcome(outcome: Outcome) -> None:
            tally.note(posting_event(outcome))
            show(tally)

        evaluation = evaluate(
            suite,
            models=model or (),
            extractions=extractions or (),
            settings=settings,
            repeat=repeat,
            bootstrap=bootstrap,
            on_outcome=on_outcome,
        )
    if earlier is not None:
        check_comparable(earlier, evaluation)
    result = gate(evaluation, thresholds=suite.thresholds, baseline=earlier, max_drop=max_drop)
    first, *others = evaluation.runs
    comparisons = [*result.comparisons, *(compare(first, other, bootstrap=bootstrap) for other in others)]
    _write(evaluation, suite.read() if html_file else (), comparisons, result, json_file, markdown_file, html_file)
    if not quiet:
        _show(evaluation, comparisons, result, detail=detail)
    for check in result.failures:
        console.note(f"gate failed: {check.run}: {check.metric} {check.reason}")
    if not result.passed:
        raise typer.Exit(ExitCode.GATE)
    raise typer.Exit(int(any(each.failed for each in evaluation.runs)))


def _write(
    evaluation: Evaluation,
    labelled: Sequence[LabelledPosting],
    comparisons: Sequence[Comparison],
    result: GateResult,
    json_file: Path | None,
    markdown_file: Path | None,
    html_file: Path | None,
) -> None:
    from jdextract.cli.files import write_text

    if json_file:
        write_text(json_file, evaluation.to_json())
    if markdown_file:
        from jdextract.reports.evaluation_markdown import render_evaluation_markdown

        write_text(markdown_file, render_evaluation_markdown(evaluation, comparisons, result))
    if html_file:
        from jdextract.reports.evaluation_html import render_evaluation_html

        write_text(html_file, render_evaluation_html(evaluation, labelled, comparisons, result))


def _show(evaluation: Evaluation, comparisons: Sequence[Comparison], result: GateResult, *, detail: bool) -> None:
    from jdextract.reports.evaluation_terminal import render_evaluation_terminal

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((110, 24)).columns if terminal else 110
    text = render_evaluation_terminal(evaluation, comparisons, result, width=width, colour=terminal, detail=detail)
    console.result(text.rstrip("\n"))


@app.command()
@options.with_reading_settings
def label(
    paths: options.Paths,
    settings: Settings,
    output: Annotated[str, typer.Option("--output", "-o", help="The file to write; - is stdout.")] = "-",
    text_column: options.TextColumn = None,
    quiet: options.Quiet = False,
) -> None:
    """Write a label file that an engine has filled in, for a person to correct.

    Each row says `prefilled_by` until its corrector removes it: until then an engine is scored against itself.

    Example: jdextract eval label postings/ -o labels.jsonl
    """
    from jdextract.cli.files import write_text
    from jdextract.cli.run import run as read
    from jdextract.cli.run import summarize
    from jdextract.evaluation.prefilling import prefilled_line

    rows: list[tuple[str, str]] = []
    tally = read(
        paths,
        settings,
        keep=lambda outcome: (
            rows.append((outcome.posting.id, prefilled_line(outcome))) if outcome.posting.text else None
        ),
        text_column=text_column,
        quiet=quiet,
    )
    text = "".join(line for _, line in sorted(rows))
    if output == "-":
        console.result(text.rstrip("\n"))
    else:
        write_text(Path(output), text)
    summarize(tally, quiet=quiet)
    raise typer.Exit(tally.exit_code)


@app.command()
def agree(
    first: Annotated[Path, typer.Argument(metavar="A", help="The labels of one annotator.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The labels of another, on the same postings.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Write all figures.", show_default=False)] = None,
    taxonomy: options.TaxonomyFiles = None,
) -> None:
    """How far two annotators agree: F1 of what they label, and Cohen's kappa of the levels that they give.

    Example: jdextract eval agree labels.anna.jsonl labels.ben.jsonl
    """
    from jdextract.cli.files import write_text
    from jdextract.evaluation.agreement import agreement
    from jdextract.evaluation.reading import read_labels
    from jdextract.taxonomy import Taxonomy

    loaded = Taxonomy.load(*taxonomy) if taxonomy else Taxonomy.default()
    measured = agreement(read_labels(first), read_labels(second), taxonomy=loaded)
    if json_file:
        write_text(json_file, measured.model_dump_json(indent=1) + "\n")
    for line in _agreement_lines(measured):
        console.result(line)


def _agreement_lines(measured: Agreement) -> list[str]:
    from jdextract.reports.evaluation_tables import figure

    lines = [f"{measured.postings} postings labelled by both"]
    for count, name in ((measured.only_first, "first"), (measured.only_second, "second")):
        lines += [f"{count} labelled by the {name} alone are left out"] if count else []
    lines += [f"{name:<32} {figure(metric)}" for name, metric in measured.metrics.items() if metric.value is not None]
    for name, levels in (
        ("requirement of skills", measured.requirement),
        ("requirement of languages", measured.language_requirement),
        ("level of languages", measured.language_level),
    ):
        if levels.facts:
            lines.append(f"{name:<32} {_levels(levels)}")
    differing = [f"  {each.posting}: {each.field} {each.key}: {each.difference}" for each in measured.disagreements]
    lines += [f"{len(differing)} disagreements:", *differing[:_SHOWN]] if differing else []
    lines += [f"  … and {len(differing) - _SHOWN} more (--json has all)"] if len(differing) > _SHOWN else []
    return lines


def _levels(levels: LevelAgreement) -> str:
    kappa = "kappa undefined: one level only" if levels.kappa is None else f"kappa {levels.kappa:.3f}"
    return f"{levels.alike:.3f} alike of {levels.facts}, {kappa}"
