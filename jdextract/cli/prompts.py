"""``jdextract prompts``: what a model is told."""

from __future__ import annotations

from typing import Annotated

import typer

from jdextract.cli import console

app = typer.Typer(help="The prompts, by name and version.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List the prompts with their fingerprints.

    Example: jdextract prompts list
    """
    from jdextract import prompting

    for prompt in prompting.list_prompts():
        console.result(f"{prompt.id}  {prompt.fingerprint[:12]}  {prompt.description}")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A prompt's name, such as extract_posting.v1.")],
) -> None:
    """Print a prompt as a model receives it.

    Example: jdextract prompts show extract_posting.v1
    """
    from jdextract import prompting

    prompt = prompting.load_prompt(name)
    console.result(f"{prompt.system}\n\n--- the posting follows, as the user message ---\n\n{prompt.user}")
