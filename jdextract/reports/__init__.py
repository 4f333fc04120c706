"""A `Breakdown` as something to read: Markdown, HTML, JSON, CSV.

`jdextract.reports.html` is imported where it is used: it alone needs Jinja2.
"""

from jdextract.reports.markdown import render_markdown
from jdextract.reports.tables import render_csv, render_json, write_csv_files

__all__ = ["render_csv", "render_json", "render_markdown", "write_csv_files"]
