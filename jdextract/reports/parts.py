"""The breakdowns of a corpus's parts (`break_down_by`): side by side, then each in full."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jdextract.breakdown.model import Breakdown
from jdextract.breakdown.phrasing import lower_first
from jdextract.models import SCHEMA_VERSION, Outcome
from jdextract.reports import wording
from jdextract.reports.markdown import escape, render_markdown
from jdextract.reports.tables import write_records
from jdextract.taxonomy import Taxonomy

Parts = Mapping[str | None, Breakdown]

_SKILLS = 25
_COLUMNS = 8
_HEADING = re.compile(r"^#", re.MULTILINE)


def side_by_side(parts: Parts) -> list[tuple[str, list[float]]]:
    """The commonest skills over all parts, each with its share of every part."""
    shares = [{line.name: line for line in part.skills if line.kind != "soft"} for part in parts.values()]
    total: Counter[str] = Counter()
    for part in shares:
        total.update({name: line.postings for name, line in part.items()})
    ranked = sorted(total, key=lambda name: (-total[name], name))[:_SKILLS]
    return [(name, [part[name].share if name in part else 0.0 for part in shares]) for name in ranked]


def title_of(parts: Parts, field: str) -> str:
    """The heading of a report by ``field``."""
    return f"{wording.title(sum(part.postings for part in parts.values()))}, by {field}"


def render_markdown_by(parts: Parts, field: str, *, taxonomy: Taxonomy | None = None) -> str:
    """The parts as one page of Markdown: the commonest skills side by side, then each part's own report."""
    shown = dict(list(parts.items())[:_COLUMNS])
    names = [escape(_heading(field, value, part)) for value, part in shown.items()]
    lines = [f"# {title_of(parts, field)}", "", "## Side by side", ""]
    lines += [f"| skill | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    lines += [
        f"| {escape(name)} | {' | '.join(wording.percent(share) for share in shares)} |"
        for name, shares in side_by_side(shown)
    ]
    if len(parts) > len(shown):
        lines += ["", f"The {len(shown)} largest parts of {len(parts)}; all follow."]
    for value, part in parts.items():
        page = render_markdown(part, title=_heading(field, value, part), taxonomy=taxonomy)
        lines += ["", _HEADING.sub("##", page).rstrip()]
    return "\n".join(lines) + "\n"


def _heading(field: str, value: str | None, part: Breakdown) -> str:
    return f"{_name(field, value)} ({part.postings:,})"


def _name(field: str, value: str | None) -> str:
    name = wording.value_name(field, value)
    return f"{name[:1].upper()}{name[1:]}"


def render_json_by(parts: Parts, field: str) -> str:
    """The parts as JSON: ``{"schema", "by", "parts": [{"value", "breakdown"}]}``, largest first."""
    listed: list[dict[str, Any]] = [
        {"value": value, "breakdown": part.model_dump(mode="json")} for value, part in parts.items()
    ]
    return json.dumps({"schema": SCHEMA_VERSION, "by": field, "parts": listed}, indent=1, ensure_ascii=False) + "\n"


def render_csv_by(parts: Parts, field: str, part: str = "skills") -> str:
    """One list of all parts as CSV, the part's value in the first column."""
    return write_records(
        [{f"by_{field}": value, **record} for value, of in parts.items() for record in of.to_records(part)]
    )


def pages_by(
    parts: Parts,
    field: str,
    outcomes: Callable[[str | None], Iterable[Outcome]],
    *,
    folder: str,
    taxonomy: Taxonomy | None = None,
) -> Iterator[tuple[str, str]]:
    """The parts as HTML: file names and pages, first the page that leads to the others, under the name ``folder``.html.

    Args:
        parts: what to show.
        field: by which they are parts.
        outcomes: those of a part, whose quotes its page shows.
        folder: where the pages of the parts are put, beside the first page.
        taxonomy: for titles; the shipped one unless given.
    """
    from jdextract.reports.html import render_html, render_index  # noqa: PLC0415 - Jinja2 is for pages alone

    files = {value: f"{folder}/{number:02}-{_slug(value)}.html" for number, value in enumerate(parts, 1)}
    shown = dict(list(parts.items())[:_COLUMNS])
    yield (
        f"{folder}.html",
        render_index(
            title=title_of(parts, field),
            columns=[_heading(field, value, part) for value, part in shown.items()],
            rows=side_by_side(shown),
            pages=[(_heading(field, value, part), files[value], part) for value, part in parts.items()],
        ),
    )
    for value, part in parts.items():
        title = f"{_name(field, value)}: {lower_first(wording.title(part.postings))}"
        yield files[value], render_html(part, outcomes(value), title=title, taxonomy=taxonomy)


def _slug(value: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "-", (value or "not stated").casefold()).strip("-")[:40] or "other"
