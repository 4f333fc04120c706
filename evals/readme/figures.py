"""The tables of README.md, as Markdown, for cog: ``make readme`` writes them, ``make check`` says if they are stale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from jdextract import Taxonomy, evaluate
from jdextract.cli.app import app

EVALS = Path(__file__).parents[1]
_FIGURES = {
    "technologies, F1": "skills.technology.f1",
    "concepts, F1": "skills.concept.f1",
    "soft skills, F1": "skills.soft.f1",
    "all skills, F1": "skills.f1",
    "requirement level right": "requirement_accuracy",
    "activities as a set a posting, F1": "responsibilities.f1",
    "languages, F1": "languages.f1",
    "facts whose cited words do not carry them": "hallucination_rate",
}


def accuracy() -> str:
    """The lexicon on the labelled postings of the project's own writing: the test split, and all of them."""
    runs = [evaluate(EVALS / labels, models=["lexicon"]) for labels in ("labelled/test.jsonl", "backend.yaml")]
    heads = [f"{evaluation.postings} postings" for evaluation in runs]
    rows = [f"| lexicon | test split, {heads[0]} | all, {heads[1]} |", "| --- | ---: | ---: |"]
    for title, name in _FIGURES.items():
        cells = [_with_interval(evaluation.runs[0].metrics[name]) for evaluation in runs]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _with_interval(metric: object) -> str:
    value, low, high = (getattr(metric, name) for name in ("value", "low", "high"))
    return f"{value:.2f} ({low:.2f}–{high:.2f})" if low is not None else f"{value:.2f}"


def tokens() -> str:
    """What the wire form in use costs, out of the table that ``wire_tokens.py`` counted."""
    table = (EVALS / "benchmarks" / "WIRE.md").read_text(encoding="utf-8")
    [counted] = re.findall(r"^(\d+ labelled postings), ", table, re.MULTILINE)
    [(read, written)] = re.findall(r"\(in use\)\*\* \| ([\d,]+) \| ([\d,]+) \|", table)
    return (
        "The model cites numbered lines and does not quote, so its answers are short: on average a posting takes "
        f"{read} tokens\nin, most of them rules that providers cache, and {written} out "
        f"([counted](evals/benchmarks/WIRE.md) on {counted}, vocabulary o200k)."
    )


def taxonomy() -> str:
    """How many names the shipped taxonomy knows."""
    kinds = Counter(skill.kind for skill in Taxonomy.default().skills.values())
    return (
        f"The shipped taxonomy knows {kinds['technology']:,} technologies, {kinds['concept']:,} concepts and "
        f"{kinds['soft']:,} soft skills."
    )


def commands() -> str:
    """Each command with the first sentence of its help."""
    rows = ["| command | what it does |", "| --- | --- |"]
    return "\n".join(
        [*rows, *(f"| `jdextract {name}` | {text} |" for name, text in _commands(typer.main.get_command(app)))]
    )


def _commands(group: click.Command, above: str = "") -> Iterator[tuple[str, str]]:
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", re.split(r"(?<=[.])\s|\n\n", (command.help or "").strip())[0].replace("\n", " ")


def options(name: str) -> str:
    """The options of a command."""
    command = getattr(typer.main.get_command(app), "commands")[name]  # noqa: B009 - typer's group has no type of its own
    rows = ["| option | |", "| --- | --- |"]
    rows += [
        f"| {', '.join(f'`{flag}`' for flag in option.opts)} | {option.help.replace('|', '&#124;')} |"
        for option in command.params
        if option.param_type_name == "option" and option.name != "help"
    ]
    return "\n".join(rows)
