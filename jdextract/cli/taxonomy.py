"""``jdextract taxonomy``: canonical names and the files they come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jdextract.cli import console, options

app = typer.Typer(help="Canonical skills, their aliases and relations.", no_args_is_help=True)


@app.command()
def lookup(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="A skill as anyone might write it.")],
    taxonomy: options.TaxonomyFiles = None,
) -> None:
    """Show the entry that a name or alias stands for; exit code 1 if one is unknown.

    Example: jdextract taxonomy lookup postgres k8s "spring boot"
    """
    from jdextract.taxonomy import Taxonomy

    loaded = Taxonomy.load(*(taxonomy or ()))
    unknown = False
    for name in names:
        entry = loaded.lookup(name)
        if entry is None:
            unknown = True
            console.note(f"{name}: unknown")
            continue
        console.result(f"{entry.name} ({entry.kind}, {loaded.categories[entry.category]})")
        for label, values in (
            ("aliases", entry.aliases),
            ("cues", entry.cues),
            ("implies", sorted(loaded.implied([entry.name]))),
            ("groups", entry.groups),
        ):
            if values:
                console.result(f"  {label}: {', '.join(values)}")
    raise typer.Exit(int(unknown))


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="YAML files of your own.")] = None,
) -> None:
    """Check the taxonomy, with your own files on top if you name any; exit code 1 if something is wrong.

    Example: jdextract taxonomy check my_skills.yaml
    """
    from jdextract.taxonomy import Taxonomy
    from jdextract.taxonomy.checks import check as find_problems

    loaded = Taxonomy.load(*(files or ()))
    problems = find_problems(loaded)
    for problem in problems:
        console.result(f"{problem.skill}: {problem.message}")
    aliases = sum(len(entry.aliases) for entry in loaded.skills.values())
    console.note(f"{len(loaded.skills):,} skills, {aliases:,} aliases, {len(problems)} problems")
    raise typer.Exit(int(bool(problems)))
