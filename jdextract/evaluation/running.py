"""`evaluate`: engines, models or files of extractions on a suite of labels."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from jdextract.engines import Engine
from jdextract.errors import InputError
from jdextract.evaluation.judgement import JudgedPosting
from jdextract.evaluation.judging import judge_posting, labelled_kinds
from jdextract.evaluation.labels import LABEL_FIELDS, LabelledPosting, label_fingerprint
from jdextract.evaluation.model import HEADLINES, Evaluation, Noise, Run
from jdextract.evaluation.reads import Clock, Reads, latency, of_file, read_with_engine, read_with_model
from jdextract.evaluation.report_errors import ReportError, report_errors
from jdextract.evaluation.scoring import Bootstrap, Metric, point_values, score
from jdextract.evaluation.statistics import mean_and_deviation
from jdextract.evaluation.suite import Suite
from jdextract.models import Outcome, Usage
from jdextract.pipeline import OutcomeListener
from jdextract.settings import Settings
from jdextract.taxonomy import Taxonomy

_REPORT_FIGURES = ("common_agreement", "common_f1", "share_error", "share_error_common", "rank_correlation")


def evaluate(
    suite: Suite | str | Path | Sequence[LabelledPosting],
    *,
    models: Sequence[str] = (),
    engines: Sequence[Engine] = (),
    extractions: Sequence[str | Path] = (),
    outcomes: Mapping[str, Iterable[Outcome]] | None = None,
    settings: Settings | None = None,
    taxonomy: Taxonomy | None = None,
    repeat: int = 1,
    bootstrap: Bootstrap | None = None,
    on_outcome: OutcomeListener | None = None,
    clock: Clock = time.perf_counter,
) -> Evaluation:
    """Score one or several ways of reading the same labelled postings.

    Without ``models``, ``engines``, ``extractions`` and ``outcomes``, the model of ``settings`` is scored.

    Args:
        suite: a suite, its file, a file of labels, or labelled postings.
        models: ``lexicon`` or ``provider/model``, each.
        engines: engines of your own, used and not closed.
        extractions: files that ``jdextract extract`` wrote; postings that they lack count as all missed.
        outcomes: name to outcomes, of what you have read yourself.
        settings: how models are run; from the environment unless given.
        taxonomy: gives canonical names to labels and engines alike; that of ``settings`` unless given.
        repeat: how often models and engines read the postings, to tell their noise; from the second time on
            no answer comes out of the cache.
        bootstrap: how intervals are made; the suite's way unless given.
        on_outcome: is handed each outcome as it comes.
        clock: seconds, for the latency.

    Raises:
        InputError: labels, a file of extractions or an option cannot be used.
        AccessError: a model's endpoint refuses every posting.

    Example:
        >>> labels = [LabelledPosting(id="1", text="You know Python.", skills=[{"name": "Python"}])]
        >>> evaluate(labels, models=["lexicon"]).runs[0].value("skills.f1")
        1.0
    """
    if repeat < 1:
        raise InputError(f"repeat must be 1 or more, got {repeat}")
    chosen, labelled = _labelled(suite)
    settings = settings or Settings()
    taxonomy = taxonomy or (Taxonomy.load(*settings.taxonomy) if settings.taxonomy else Taxonomy.default())
    if not (models or engines or extractions or outcomes):
        models = (settings.model,)
    postings = [posting.posting for posting in labelled]
    reads = [
        *(
            read_with_model(postings, model, settings=settings, repeat=repeat, on_outcome=on_outcome, clock=clock)
            for model in models
        ),
        *(
            read_with_engine(postings, engine, settings=settings, repeat=repeat, on_outcome=on_outcome, clock=clock)
            for engine in engines
        ),
        *(of_file(path) for path in extractions),
        *(Reads(name, [{each.posting.id: each for each in given}]) for name, given in (outcomes or {}).items()),
    ]
    scorer = _Scorer(labelled, chosen, taxonomy, bootstrap or chosen.bootstrap)
    names = _unique(each.name for each in reads)
    return Evaluation(
        suite=chosen.name,
        fingerprint=label_fingerprint(labelled, chosen.matching.model_dump_json()),
        taxonomy=taxonomy.fingerprint,
        postings=len(labelled),
        labels={field: sum(len(getattr(posting, field) or ()) for posting in labelled) for field in LABEL_FIELDS},
        matching=chosen.matching,
        bootstrap=scorer.bootstrap,
        notes=tuple(_notes(labelled, reads)),
        runs=tuple(scorer.run(name, each) for name, each in zip(names, reads, strict=True)),
    )


def _labelled(suite: Suite | str | Path | Sequence[LabelledPosting]) -> tuple[Suite, list[LabelledPosting]]:
    if isinstance(suite, (str, Path)):
        suite = Suite.load(suite)
    if isinstance(suite, Suite):
        return suite, suite.read()
    if not suite:
        raise InputError("there are no labelled postings to score; name a file that holds some")
    return Suite(name="labels", labels=()), list(suite)


class _Scorer:
    """Scores what engines read against one set of labels."""

    def __init__(
        self, labelled: Sequence[LabelledPosting], suite: Suite, taxonomy: Taxonomy, bootstrap: Bootstrap
    ) -> None:
        self._labelled = labelled
        self._matching = suite.matching
        self._taxonomy = taxonomy
        self._kinds = labelled_kinds(labelled, taxonomy)
        self._span_types = {span.type for posting in labelled for span in posting.spans or ()}
        self.bootstrap = bootstrap

    def run(self, name: str, reads: Reads) -> Run:
        """All figures of one run."""
        judged = self._judge(reads.repeats)
        wanted = {posting.id for posting in self._labelled}
        all_outcomes = [each for repeat in reads.repeats for each in repeat.values() if each.posting.id in wanted]
        report = report_errors(self._labelled, reads.repeats[0], taxonomy=self._taxonomy)
        metrics = score(judged, bootstrap=self.bootstrap, repeats=len(reads.repeats)) | dict(_report_metrics(report))
        statuses = Counter(posting.status for posting in judged)
        return Run(
            name=name,
            engine=next((outcome.engine for outcome in all_outcomes), name),
            prompt=next((outcome.prompt for outcome in all_outcomes), None),
            postings=len(judged),
            read=statuses["ok"],
            failed=statuses["failed"] + statuses["skipped"],
            absent=statuses["absent"],
            cached=sum(outcome.cached for outcome in all_outcomes),
            repeats=len(reads.repeats),
            calls=sum(outcome.attempts for outcome in all_outcomes),
            usage=sum((outcome.usage for outcome in all_outcomes), Usage()),
            latency=latency(reads.seconds),
            metrics=metrics,
            noise=self._noise(reads),
            report=report,
            errors=dict(Counter(outcome.error.kind for outcome in all_outcomes if outcome.error)),
            judged=tuple(judged),
        )

    def _judge(self, repeats: Sequence[Mapping[str, Outcome]]) -> list[JudgedPosting]:
        return [
            judge_posting(
                posting,
                [repeat.get(posting.id) for repeat in repeats],
                taxonomy=self._taxonomy,
                matching=self._matching,
                kinds=self._kinds,
                span_types=self._span_types,
            )
            for posting in self._labelled
        ]

    def _noise(self, reads: Reads) -> dict[str, Noise]:
        if len(reads.repeats) < 2:
            return {}
        values = [point_values(self._judge([repeat])) for repeat in reads.repeats]
        noise: dict[str, Noise] = {}
        for metric in HEADLINES:
            measured = [value for each in values if (value := each.get(metric)) is not None]
            if len(measured) == len(values):
                mean, deviation = mean_and_deviation(measured)
                noise[metric] = Noise(mean=mean, deviation=deviation, lowest=min(measured), highest=max(measured))
        return noise


def _report_metrics(report: Mapping[str, ReportError]) -> Iterator[tuple[str, Metric]]:
    for field, error in report.items():
        for figure in _REPORT_FIGURES:
            yield f"report.{field}.{figure}", Metric(value=getattr(error, figure), support=error.lines)


def _unique(names: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    unique: list[str] = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return unique


def _notes(labelled: Sequence[LabelledPosting], reads: Sequence[Reads]) -> Iterator[str]:
    """What a reader has to know before believing the figures."""
    prefilled = Counter(posting.prefilled_by for posting in labelled if posting.prefilled_by)
    for engine, count in prefilled.items():
        yield (
            f"{count} postings are labelled as {engine!r} filled them in: correct them and remove prefilled_by, "
            "or an engine is scored against itself"
        )
    texts = {posting.id: posting.posting.text_sha256 for posting in labelled}
    for each in reads:
        known = [outcome for outcome in each.repeats[0].values() if outcome.posting.id in texts]
        other = sum(outcome.posting.text_sha256 != texts[outcome.posting.id] for outcome in known)
        if other:
            yield f"{each.name}: {other} postings were read with another text than the labelled one: offsets do not fit"
        if absent := len(texts) - len(known):
            yield f"{each.name}: {absent} labelled postings have no outcome and count as all missed"
