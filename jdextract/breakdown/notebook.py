"""What a notebook shows of a breakdown: the counts, the takeaways and the commonest skills."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from jdextract.breakdown.phrasing import counted

if TYPE_CHECKING:
    from jdextract.breakdown.model import Breakdown

_ROWS = 20


def notebook_html(breakdown: Breakdown) -> str:
    """A heading, the takeaways and a table of the commonest skills; everything escaped, no style or script."""
    return "".join(_parts(breakdown))


def _parts(breakdown: Breakdown) -> Iterator[str]:
    yield f"<p><strong>Breakdown of {counted(breakdown.postings, 'posting')}</strong>"
    yield f" ({counted(breakdown.folded_duplicates, 'near-duplicate')} folded, {breakdown.failed:,} failed)</p><ul>"
    yield from (f"<li>{escape(takeaway.text)}</li>" for takeaway in breakdown.takeaways)
    yield "</ul><table><thead><tr><th>Skill</th><th>Category</th><th>Postings</th><th>Share</th><th>95 % interval</th>"
    yield "<th>Required</th></tr></thead><tbody>"
    for line in breakdown.skills[:_ROWS]:
        yield (
            f"<tr><td>{escape(line.name)}</td><td>{escape(line.category)}</td><td>{line.postings:,}</td>"
            f"<td>{line.share:.1%}</td><td>{line.low:.1%}–{line.high:.1%}</td><td>{line.required:,}</td></tr>"
        )
    yield "</tbody></table>"
    if (rest := len(breakdown.skills) - _ROWS) > 0:
        yield f"<p>and {counted(rest, 'more skill')}</p>"
