"""Where words go: results to stdout, messages to stderr."""

from __future__ import annotations

import sys


def result(text: str) -> None:
    """Print a result."""
    print(text)  # noqa: T201 - the command line's output


def note(text: str) -> None:
    """Print a message for the person at the terminal."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - the command line's messages


def error(problem: BaseException | str) -> None:
    """Print an error."""
    note(f"error: {problem}")
