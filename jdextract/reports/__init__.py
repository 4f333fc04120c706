"""A `Breakdown` as something to read: Markdown, HTML, JSON, CSV; a comparison; one posting with its evidence.

`jdextract.reports.html` (Jinja2) and `jdextract.reports.posting` (rich) are imported where they are used.
"""

from jdextract.reports.comparison import render_comparison
from jdextract.reports.markdown import render_markdown
from jdextract.reports.narrative import narrate
from jdextract.reports.parts import render_csv_by, render_json_by, render_markdown_by
from jdextract.reports.tables import render_csv, render_json, write_csv_files

__all__ = [
    "narrate",
    "render_comparison",
    "render_csv",
    "render_csv_by",
    "render_json",
    "render_json_by",
    "render_markdown",
    "render_markdown_by",
    "write_csv_files",
]
