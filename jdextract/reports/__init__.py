"""A `Breakdown` as something to read: Markdown, HTML, JSON, CSV; a comparison; one posting with its evidence.

`jdextract.reports.html` (Jinja2) and `jdextract.reports.posting` (rich) are imported where they are used.
"""

from jdextract.reports.comparison import render_comparison
from jdextract.reports.markdown import render_markdown
from jdextract.reports.narrative import narrate
from jdextract.reports.tables import render_csv, render_json, write_csv_files

__all__ = ["narrate", "render_comparison", "render_csv", "render_json", "render_markdown", "write_csv_files"]
