"""Two corpora side by side, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from jdextract.breakdown.comparison import Comparison, Difference
from jdextract.breakdown.regions import language_name
from jdextract.reports.markdown import escape
from jdextract.reports.wording import percent
from jdextract.taxonomy import Taxonomy

_TITLES = {"skill": "Skills", "responsibility": "Responsibilities", "language": "Human languages"}
_SHOWN = 30


def render_comparison(comparison: Comparison, *, a: str = "A", b: str = "B", taxonomy: Taxonomy | None = None) -> str:
    """The comparison as Markdown: what stands out, then how many did not; ``a`` and ``b`` name the corpora."""
    return "\n".join(_lines(comparison, escape(a), escape(b), taxonomy or Taxonomy.default())).rstrip() + "\n"


def _lines(comparison: Comparison, a: str, b: str, taxonomy: Taxonomy) -> Iterator[str]:
    yield f"# {b} against {a}"
    yield ""
    yield f"{comparison.postings_b:,} postings against {comparison.postings_a:,}. Brackets hold 95 % intervals of the "
    yield "difference in percentage points; listed is what Fisher’s exact test finds at a false-discovery rate of 5 %."
    for fact, title in _TITLES.items():
        own = [difference for difference in comparison.differences if difference.fact == fact]
        found = [difference for difference in own if difference.stands_out]
        yield from ("", f"## {title}", "")
        if not found:
            yield f"Nothing stands out among {len(own):,}." if own else "Nothing to compare."
            continue
        yield f"| | {a} | {b} | difference |"
        yield "| --- | ---: | ---: | ---: |"
        yield from (_row(difference, taxonomy) for difference in found[:_SHOWN])
        rest = len(own) - min(len(found), _SHOWN)
        if rest:
            yield ""
            yield f"{rest:,} more are alike or not told apart."


def _row(difference: Difference, taxonomy: Taxonomy) -> str:
    name = difference.name
    if difference.fact == "language":
        name = language_name(name)
    elif difference.fact == "responsibility":
        name = next((entry.title for key, entry in taxonomy.activities.items() if key == name), name)
    points = f"{difference.difference * 100:+.0f} [{difference.low * 100:+.0f}, {difference.high * 100:+.0f}]"
    return f"| {escape(name)} | {percent(difference.share_a)} | {percent(difference.share_b)} | {points} |"
