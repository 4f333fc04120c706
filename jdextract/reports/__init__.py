"""A `Breakdown` as something to read: Markdown, HTML, JSON, CSV, a notebook's cell."""

from jdextract.reports.markdown import render_markdown

__all__ = ["render_markdown"]
