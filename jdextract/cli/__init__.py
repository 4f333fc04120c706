"""The command line: one module a command group, over the library and nothing else."""

from __future__ import annotations

from jdextract.cli.app import app, main

__all__ = ["app", "main"]
