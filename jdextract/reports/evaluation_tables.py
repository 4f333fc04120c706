"""What an evaluation says, as titled tables of text: the same in the terminal, in Markdown and in HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jdextract.evaluation.comparison import Comparison
from jdextract.evaluation.gate import GateResult
from jdextract.evaluation.metrics import MACROS, MEASURES
from jdextract.evaluation.model import HEADLINES, Evaluation, Run
from jdextract.evaluation.scoring import Metric

NOTHING = "–"

_SHOWN_FACTS = 15
_SHOWN_FLIPS = 40

_GROUPS: dict[str, str] = {
    "skills": "Skills",
    "skills.technology": "Technologies",
    "skills.concept": "Concepts",
    "skills.soft": "Soft skills",
    "skills.hard": "Technologies and concepts",
    "skills.as_written": "Skills, names as written",
    "responsibilities": "Responsibilities, set of activities",
    "responsibilities.assigned": "Responsibilities, by place",
    "responsibilities.other": "Other duties, by likeness",
    "languages": "Languages",
    "spans.strict": "Spans, exact",
    "spans.overlap": "Spans, overlapping",
}
_SLICES: tuple[tuple[str, str], ...] = (
    ("Skills by category", "skills.category."),
    ("Skills by requirement (name and level right)", "skills.requirement."),
    ("Languages by requirement (language and level right)", "languages.requirement."),
    ("Language gate", "language_gate.class."),
    ("Skills by language of the posting", "skills.posting_language."),
    ("Responsibilities by language of the posting", "responsibilities.posting_language."),
    ("Skills by tag", "skills.tag."),
    ("Responsibilities by tag", "responsibilities.tag."),
    ("Languages by tag", "languages.tag."),
    ("Responsibilities by theme", "responsibilities.theme."),
    ("Responsibilities by activity", "responsibilities.activity."),
    ("Exact spans by type", "spans.strict."),
)
_RATIOS: dict[str, str] = {
    "skills.macro_f1": "Skills, macro F1 over categories",
    "responsibilities.macro_f1": "Responsibilities, macro F1 over activities",
    "languages.macro_f1": "Languages, macro F1 over languages",
    "requirement_accuracy": "Requirement level right (found skills)",
    "category_accuracy": "Category right (found skills)",
    "activity_accuracy": "Activity right (duties found by place)",
    "language_requirement_accuracy": "Requirement level right (found languages)",
    "level_accuracy": "Language level right (found languages)",
    "language_gate.accuracy": "Language gate right",
    "language_gate.macro_f1": "Language gate, macro F1",
    "skills.evidence_overlap": "Evidence overlaps the label's (found skills)",
    "grounded": "Cited offsets give the cited text",
    "hallucination_rate": "Cited text does not carry the fact (less is better)",
    "matched.alias": "Found by an alias of the taxonomy",
    "matched.fuzzy": "Found by likeness of names",
    "failed_rate": "Postings without an answer (less is better)",
}
_FIGURES = {
    "common_agreement": "Common or uncommon alike",
    "common_f1": "F1 of the common lines",
    "share_error": "Mean error of shares",
    "share_error_common": "The same, common lines",
    "rank_correlation": "Rank correlation",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a header and rows of text; all columns but the first hold figures unless ``words``."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: bool = False
    detail: bool = False
    """Of interest to whoever looks closer: the terminal leaves it out unless asked."""


def intro(evaluation: Evaluation) -> str:
    """What was measured, in one line."""
    labels = ", ".join(f"{count:,} {field}" for field, count in evaluation.labels.items() if count)
    fuzzy = evaluation.matching.fuzzy
    return (
        f"{evaluation.suite}: {evaluation.postings:,} postings, {labels or 'spans only'}; names match exactly, by an alias of "
        f"the taxonomy{f', or from a likeness of {fuzzy:g} where it lacks one' if fuzzy else ''}; "
        f"{evaluation.bootstrap.confidence:.0%} intervals of {evaluation.bootstrap.draws:,} bootstrap draws over postings."
    )


def tables(
    evaluation: Evaluation, comparisons: Sequence[Comparison] = (), result: GateResult | None = None
) -> Iterator[Table]:
    """All tables of an evaluation, the most telling first."""
    if len(evaluation.runs) > 1:
        yield _side_by_side(evaluation)
    for run in evaluation.runs:
        yield from _run_tables(run, f"{run.name}: " if len(evaluation.runs) > 1 else "")
    for comparison in comparisons:
        yield from _comparison_tables(comparison)
    if result is not None and result.checks:
        rows = tuple(
            (check.run, check.metric, "passed" if check.passed else "FAILED", check.reason) for check in result.checks
        )
        yield Table("Gate", ("Run", "Metric", "", "Reason"), rows, words=True)


def figure(metric: Metric | None) -> str:
    """A value with its interval: "0.71 (0.63–0.78)"."""
    if metric is None or metric.value is None:
        return NOTHING
    if metric.low is None or metric.high is None:
        return f"{metric.value:.3f}"
    return f"{metric.value:.3f} ({metric.low:.2f}–{metric.high:.2f})"


def _side_by_side(evaluation: Evaluation) -> Table:
    metrics = [f"{group}.f1" for group in _GROUPS] + [name for name in _RATIOS if not name.startswith("matched.")]
    rows = [
        (_title(metric), *(figure(run.metrics.get(metric)) for run in evaluation.runs))
        for metric in metrics
        if any(run.value(metric) is not None for run in evaluation.runs)
    ]
    rows += [
        ("Calls", *(f"{run.calls:,}" for run in evaluation.runs)),
        ("Tokens", *(f"{run.usage.total_tokens:,}" for run in evaluation.runs)),
        ("Cost in US dollars", *(_cost(run) for run in evaluation.runs)),
        (
            "Median seconds a posting",
            *(f"{run.latency.median:.3f}" if run.latency else NOTHING for run in evaluation.runs),
        ),
    ]
    return Table("Runs side by side (F1 unless named)", ("", *(run.name for run in evaluation.runs)), tuple(rows))


def _run_tables(run: Run, prefix: str) -> Iterator[Table]:
    names = {name.rsplit(".", 1)[0] for name in run.metrics if name.endswith(".f1")}
    main = [(group, title) for group, title in _GROUPS.items() if group in names]
    yield _prf(run, f"{prefix}Scores", main)
    ratios = [
        (title, figure(run.metrics[name]), str(run.metrics[name].support))
        for name, title in _RATIOS.items()
        if run.value(name) is not None
    ]
    yield Table(f"{prefix}Accuracy", ("", "Value", "n"), tuple(ratios))
    if run.report:
        rows = tuple(
            (title, *(_plain(getattr(error, name)) for error in run.report.values()))
            for name, title in _FIGURES.items()
        )
        lines = ("Lines (of them common)", *(f"{error.lines} ({error.common})" for error in run.report.values()))
        yield Table(f"{prefix}Does the report come out right?", ("", *map(str.capitalize, run.report)), (lines, *rows))
    yield Table(f"{prefix}What it took", ("", ""), tuple(_effort(run)))
    if run.noise:
        rows = tuple(
            (_title(name), f"{each.mean:.3f}", f"{each.deviation:.3f}", f"{each.lowest:.3f}–{each.highest:.3f}")
            for name, each in run.noise.items()
        )
        yield Table(f"{prefix}Noise over {run.repeats} repeats", ("", "Mean", "Deviation", "Range"), rows)
    for title, stem in _SLICES:
        groups = [(name, name.removeprefix(stem)) for name in sorted(names) if name.startswith(stem)]
        if groups:
            yield _prf(run, prefix + title, groups, detail=stem.count(".") > 1 and "activity" in stem)
    yield from _worst(run, prefix)


def _prf(run: Run, title: str, groups: Sequence[tuple[str, str]], *, detail: bool = False) -> Table:
    rows = tuple(
        (
            name,
            str(run.metrics[f"{group}.f1"].support),
            *(figure(run.metrics.get(f"{group}.{measure}")) for measure in MEASURES),
        )
        for group, name in groups
    )
    return Table(title, ("", "n", "Precision", "Recall", "F1"), rows, detail=detail)


def _effort(run: Run) -> Iterator[tuple[str, str]]:
    yield "Engine", run.engine + (f", prompt {run.prompt}" if run.prompt else "")
    reasons = ", ".join(f"{count} {kind}" for kind, count in run.errors.items())
    yield "Postings read", f"{run.read} of {run.postings}"
    if run.failed:
        yield "Failed (count as all missed)", f"{run.failed}" + (f" ({reasons})" if reasons else "")
    if run.absent:
        yield "Without an outcome (count as all missed)", str(run.absent)
    yield "Calls to the model", f"{run.calls:,}"
    yield (
        "Tokens in, cached, out",
        f"{run.usage.input_tokens:,}, {run.usage.cached_input_tokens:,}, {run.usage.output_tokens:,}",
    )
    yield "Cost in US dollars", _cost(run)
    yield "Answers out of the cache", str(run.cached)
    if run.latency:
        yield (
            "Seconds a posting: median, 95th percentile, longest",
            (f"{run.latency.median:.3f}, {run.latency.p95:.3f}, {run.latency.longest:.3f}"),
        )


def _worst(run: Run, prefix: str) -> Iterator[Table]:
    columns: list[list[str]] = []
    for verdict in ("missed", "spurious"):
        for field in ("skill", "responsibility"):
            counts = Counter(
                fact.key
                for each in run.judged
                for fact in each.facts
                if fact.verdict == verdict and fact.field == field
            )
            columns.append([f"{key} ({count})" for key, count in sorted(counts.items(), key=_by_count)[:_SHOWN_FACTS]])
    longest = max(map(len, columns))
    rows = tuple(tuple(column[row] if row < len(column) else "" for column in columns) for row in range(longest))
    if rows:
        header = ("Missed skills", "Missed activities", "Spurious skills", "Spurious activities")
        order = (0, 1, 2, 3)
        yield Table(f"{prefix}Most frequent errors", tuple(header[i] for i in order), rows, words=True)


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _comparison_tables(comparison: Comparison) -> Iterator[Table]:
    title = f"{comparison.before} → {comparison.after}"
    wanted = [*HEADLINES, *MACROS]
    rows = []
    for name in wanted:
        difference = comparison.differences.get(name)
        if difference is None or difference.delta is None:
            continue
        interval = NOTHING if difference.low is None else f"{difference.low:+.3f} … {difference.high:+.3f}"
        verdict = "" if not difference.clear else "better" if (difference.gain or 0) > 0 else "worse"
        rows.append(
            (
                _title(name),
                _plain(difference.before),
                _plain(difference.after),
                f"{difference.delta:+.3f}",
                interval,
                verdict,
            )
        )
    yield Table(f"Compared: {title}", ("", "Before", "After", "Difference", "Paired interval", ""), tuple(rows))
    if comparison.flips:
        counts = Counter(flip.change for flip in comparison.flips)
        summary = ", ".join(f"{count} {change}" for change, count in sorted(counts.items()))
        ordered = sorted(comparison.flips, key=lambda flip: (flip.better, flip.posting, flip.key))
        shown = tuple((flip.posting, flip.field, flip.key, flip.change) for flip in ordered[:_SHOWN_FLIPS])
        more = f", {_SHOWN_FLIPS} shown" if len(ordered) > _SHOWN_FLIPS else ""
        yield Table(f"Facts that flipped: {summary}{more}", ("Posting", "Field", "Fact", "Change"), shown, words=True)


def _title(metric: str) -> str:
    return _RATIOS.get(metric) or _GROUPS.get(metric.removesuffix(".f1"), metric)


def _plain(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"


def _cost(run: Run) -> str:
    if run.usage.cost_usd is not None:
        return f"{run.usage.cost_usd:.4f}"
    return "unknown" if run.usage.total_tokens else "0"


def visible(all_tables: Iterable[Table], *, detail: bool) -> Iterator[Table]:
    """The tables to show."""
    return (table for table in all_tables if table.rows and (detail or not table.detail))
