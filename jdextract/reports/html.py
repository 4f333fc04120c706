"""The breakdown as one self-contained HTML page: no network, every number opens the quotes that prove it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from jdextract.breakdown.model import Breakdown, Concentration, GroupLine, LanguageLine, ResponsibilityLine, SkillLine
from jdextract.models import Outcome
from jdextract.reports import wording
from jdextract.reports.evidence import MAX_QUOTES, Quotes, alternative_number, collect_quotes
from jdextract.reports.markdown import method
from jdextract.taxonomy import Taxonomy

_MAX_UNCOMMON = 60
"""Uncommon skills that a category shows; the rest are in breakdown.json."""
_OVERVIEW = 15
_MAX_COUNTRIES = 15

_ASSETS = files("jdextract.reports") / "assets"


def render_html(
    breakdown: Breakdown,
    outcomes: Iterable[Outcome] = (),
    *,
    title: str | None = None,
    taxonomy: Taxonomy | None = None,
) -> str:
    """The breakdown as one HTML file that needs no network.

    Args:
        breakdown: what to show.
        outcomes: those that it was counted from; without them numbers open no quotes.
        title: the heading; "What N postings ask for" unless given.
        taxonomy: for titles of categories and activities; the shipped one unless given.
    """
    taxonomy = taxonomy or Taxonomy.default()
    quotes = collect_quotes(breakdown, outcomes, taxonomy)
    page = _View(breakdown, quotes, taxonomy)
    scripts = [_asset("vendor/d3.min.js"), _asset("vendor/plot.umd.min.js"), _asset("report.js")]
    return _environment().get_template("report.html.j2").render(
        title=title or wording.title(breakdown.postings),
        b=breakdown,
        page=page,
        wording=wording,
        style=Markup(_asset("report.css")),  # noqa: S704 - our own file
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files
        policy=_policy(scripts),
        quotes=quotes.packed() if quotes.by_number else "",
        charts=Markup(_json_for_script(page.charts())),  # noqa: S704 - escaped by _json_for_script
        method=list(method(breakdown)),
        max_quotes=MAX_QUOTES,
    )  # fmt: skip


def render_index(
    *,
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float]]],
    pages: Sequence[tuple[str, str, Breakdown]],
) -> str:
    """A page that leads to others and shows shares side by side; see `jdextract.reports.parts`."""
    return _environment().get_template("index.html.j2").render(
        title=title,
        columns=columns,
        rows=rows,
        pages=pages,
        style=Markup(_asset("report.css")),  # noqa: S704 - our own file
        policy=_policy([]),
    )  # fmt: skip


@lru_cache(maxsize=16)
def _asset(name: str) -> str:
    text = _ASSETS.joinpath(*name.split("/")).read_text(encoding="utf-8")
    return text.strip()


def _policy(scripts: Sequence[str]) -> str:
    """A content security policy under which nothing runs but the page's own scripts, and nothing is loaded."""
    allowed = [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
    hashes = " ".join(allowed) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _json_for_script(value: Any) -> str:
    """JSON that cannot end the script element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    templates = {name: _asset(name) for name in ("report.html.j2", "lines.html.j2", "index.html.j2")}
    environment = Environment(
        autoescape=True, loader=DictLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = wording.percent
    environment.filters["unbroken"] = lambda text: text.replace(" %", "\N{NO-BREAK SPACE}%")
    return environment


class _View:
    """What the template asks for."""

    def __init__(self, breakdown: Breakdown, quotes: Quotes, taxonomy: Taxonomy) -> None:
        self.b = breakdown
        self.n = max(breakdown.postings, 1)
        self.quotes = quotes
        self.taxonomy = taxonomy
        self.largest = max((line.high for line in breakdown.skills), default=1.0)
        self.largest_duty = max((line.high for line in breakdown.responsibilities), default=1.0)
        self._skills = {line.name: line for line in breakdown.skills}

    def quoted(self, number: str) -> bool:
        """Whether quotes are at hand for a number."""
        return number in self.quotes.by_number

    def categories(self) -> list[dict[str, Any]]:
        """The categories that have skills, in report order, each with its lines."""
        by_category: defaultdict[str, list[SkillLine]] = defaultdict(list)
        for line in self.b.skills:
            by_category[line.category].append(line)
        totals = {line.name: line for line in self.b.categories}
        groups: defaultdict[str, list[GroupLine]] = defaultdict(list)
        for group in wording.telling_groups(self.b):
            groups[wording.home_category(group) or ""].append(group)
        found = []
        for name, title in self.taxonomy.categories.items():
            lines = by_category[name]
            uncommon = [line for line in lines if not line.common]
            if lines:
                found.append(
                    {
                        "name": name,
                        "title": title,
                        "total": totals.get(name),
                        "groups": groups[name],
                        "lines": [line for line in lines if line.common] + uncommon[:_MAX_UNCOMMON],
                        "left_out": max(0, len(uncommon) - _MAX_UNCOMMON),
                    }
                )
        return found

    def themes(self) -> list[dict[str, Any]]:
        """The themes that have responsibilities, in report order, each with its lines."""
        lines = [line for line in self.b.responsibilities if line.activity != "other"]
        found = [
            {"title": title, "lines": [line for line in lines if line.theme == theme]}
            for theme, title in self.taxonomy.themes.items()
        ]
        return [theme for theme in found if theme["lines"]]

    def specifics(self, line: SkillLine | GroupLine) -> str:
        """What the postings name more exactly."""
        return wording.specifics(line, self.n)

    def share_of(self, count: int) -> float:
        """``count`` postings as a share of all."""
        return count / self.n

    def bar(self, line: SkillLine | ResponsibilityLine | LanguageLine | GroupLine) -> str:
        """The numbers of a row's chart: interval, and shares that require, prefer and mention it."""
        if isinstance(line, SkillLine | LanguageLine):
            parts = [line.required / self.n, line.preferred / self.n, line.mentioned / self.n]
        elif isinstance(line, GroupLine):
            parts = [line.required_share, 0.0, line.share - line.required_share]
        else:
            parts = [0.0, 0.0, line.share]
        return " ".join(f"{value:.4f}" for value in (line.low, line.high, *parts))

    def activity(self, line: ResponsibilityLine) -> str:
        """The activity's title."""
        return wording.name_of(line, self.taxonomy)

    def alternative(self, members: Sequence[str]) -> str:
        """The number of a set of alternatives."""
        return alternative_number(members)

    def about(self, name: str) -> tuple[str, str] | None:
        """What a takeaway is about, as its label and its number; ``None`` without quotes."""
        category = next((key for key, text in self._telling_categories().items() if text == name), None)
        group = next((g.name for g in self.b.groups if name in (g.name, g.name[:1].lower() + g.name[1:])), None)
        candidates = [
            (name, f"skill/{name}"),
            (self._title(name), f"responsibility/{name}"),
            (wording.language_name(name), f"language/{name}"),
            (name, f"category/{category}"),
            (name, f"group/{group}"),
        ]
        return next(((label, number) for label, number in candidates if self.quoted(number)), None)

    def _telling_categories(self) -> dict[str, str]:
        return wording.TELLING_CATEGORIES

    def _title(self, activity: str) -> str:
        entry = self.taxonomy.activities.get(activity)
        return entry.title if entry else activity

    def trending(self) -> list[SkillLine | ResponsibilityLine]:
        """What rises, then what falls, the largest changes first."""
        lines: list[SkillLine | ResponsibilityLine] = [line for line in self.b.skills if line.trend]
        lines += [line for line in self.b.responsibilities if line.trend]
        return sorted(lines, key=lambda line: -(line.trend.after - line.trend.before) if line.trend else 0.0)

    def countries(self) -> list[dict[str, Any]]:
        """The countries with most postings, each with what sets it apart."""
        apart: defaultdict[str, list[tuple[str, str, Concentration]]] = defaultdict(list)
        for skill in self.b.skills:
            for concentration in skill.concentrated_in:
                if concentration.field == "country":
                    apart[concentration.value].append((skill.name, f"skill/{skill.name}", concentration))
        for language in self.b.languages:
            name = wording.language_name(language.language)
            for concentration in language.concentrated_in:
                if concentration.field == "country":
                    apart[concentration.value].append((name, f"language/{language.language}", concentration))
        return [
            {
                "code": c.country,
                "name": wording.country_name(c.country),
                "postings": c.postings,
                "apart": sorted(apart[c.country], key=lambda item: -item[2].postings)[:8],
            }
            for c in self.b.countries[:_MAX_COUNTRIES]
        ]

    def reasons(self, *kinds: str) -> list[str]:
        """Why takeaways of these kinds are missing, each reason once."""
        return list(dict.fromkeys(note.reason for note in self.b.not_stated if note.kind in kinds))

    def charts(self) -> dict[str, Any]:
        """The data of the page's larger charts."""
        top = self.b.skills[:_OVERVIEW]
        return {
            "top": [
                {
                    "name": line.name,
                    "low": line.low,
                    "high": line.high,
                    "required": line.required / self.n,
                    "preferred": line.preferred / self.n,
                    "mentioned": line.mentioned / self.n,
                }
                for line in top
            ],
            "categories": [
                {
                    "name": self.taxonomy.categories.get(line.name, line.name),
                    "share": line.share,
                    "required": line.required_share,
                }
                for line in self.b.categories
            ],
            "trends": [
                [
                    {"period": point.period, "share": point.postings / point.of if point.of else None, "of": point.of}
                    for point in line.trend.periods
                ]
                for line in self.trending()
                if line.trend
            ],
            "countries": [{"name": c["name"], "postings": c["postings"]} for c in self.countries()],
            "largest": {"skill": self.largest, "duty": self.largest_duty},
        }
