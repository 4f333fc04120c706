"""`Evaluation`: what was measured, of one or several runs on the same labels; also the format of baselines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jdextract.errors import InputError
from jdextract.evaluation.judgement import JudgedPosting
from jdextract.evaluation.matching import Matching
from jdextract.evaluation.report_errors import ReportError
from jdextract.evaluation.scoring import Bootstrap, Metric
from jdextract.models import SCHEMA_VERSION, Usage

HEADLINES = (
    "skills.f1",
    "skills.technology.f1",
    "skills.concept.f1",
    "skills.soft.f1",
    "responsibilities.f1",
    "languages.f1",
    "requirement_accuracy",
    "level_accuracy",
    "grounded",
    "hallucination_rate",
)
"""The metrics that say most, and those that a gate without thresholds of its own looks at."""

_PLACES = 2  # the last values of a judgement are places in the text, which are for display only


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)


class Latency(_Part):
    """Seconds that one posting took, waits for limits included; postings out of the cache are left out."""

    postings: int
    median: float
    p95: float
    longest: float


class Noise(_Part):
    """A headline metric over repeats of one run: the model's own variation, on the same postings."""

    mean: float
    deviation: float
    """The sample standard deviation."""
    lowest: float
    highest: float


class Run(_Part):
    """One engine (or one file of extractions) on the labels.

    ``failed`` and ``absent`` postings count as all missed. ``metrics`` pools all repeats; calls, usage and
    latency are of all repeats together.
    """

    name: str
    engine: str
    prompt: str | None = None
    postings: int
    read: int
    failed: int = 0
    absent: int = 0
    cached: int = 0
    repeats: int = 1
    calls: int = 0
    """Calls to the model: re-asks, second looks and failed ones included."""
    usage: Usage = Usage()
    latency: Latency | None = None
    metrics: dict[str, Metric]
    noise: dict[str, Noise] = Field(default_factory=dict)
    report: dict[str, ReportError] = Field(default_factory=dict)
    errors: dict[str, int] = Field(default_factory=dict)
    """Why postings failed: kind of error to how many."""
    judged: tuple[JudgedPosting, ...] = ()

    def value(self, metric: str) -> float | None:
        """The value of a metric; ``None`` where it was not measured."""
        found = self.metrics.get(metric)
        return found.value if found else None


class Evaluation(_Part):
    """The runs, and what they were measured with.

    ``fingerprint`` changes whenever a label, the scored fields or the rules of matching do: evaluations with
    different ones are never compared.
    """

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    suite: str
    fingerprint: str
    taxonomy: str
    """The fingerprint of the taxonomy that gave the canonical names."""
    postings: int
    labels: dict[str, int]
    """Field to the number of its labels."""
    matching: Matching
    bootstrap: Bootstrap
    notes: tuple[str, ...] = ()
    runs: tuple[Run, ...]

    def run(self, name: str) -> Run | None:
        """The run of this name."""
        return next((run for run in self.runs if run.name == name), None)

    def to_json(self) -> str:
        """The evaluation as JSON, a line for each posting's judgements; `load` reads it back."""
        data = self.model_dump(mode="json", exclude={"runs": {"__all__": {"judged"}}})
        for number, run in enumerate(data["runs"]):
            run["judged"] = f"\0{number}"
        text = json.dumps(data, indent=1, ensure_ascii=False)
        for number, each in enumerate(self.runs):
            lines = ",\n".join(_line(posting) for posting in each.judged)
            text = text.replace(f'"\\u0000{number}"', f"[\n{lines}]" if lines else "[]", 1)
        return text + "\n"

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read what `to_json` wrote.

        Raises:
            InputError: the file cannot be read or is no evaluation of this schema version.
        """
        try:
            return cls.model_validate_json(Path(path).read_bytes())
        except OSError as error:
            raise InputError(
                f"cannot read evaluation {str(path)!r}: {error.strerror}; give a file that jdextract eval run --json wrote"
            ) from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the file"
            raise InputError(
                f"{str(path)!r} is no evaluation of schema {SCHEMA_VERSION}: {where}: {first['msg']}; "
                "write it anew with jdextract eval run --json"
            ) from error


def _line(posting: JudgedPosting) -> str:
    row: dict[str, Any] = posting.model_dump(mode="json", exclude={"facts"}, exclude_defaults=True)
    row["facts"] = [_stripped(list(fact[:-_PLACES])) for fact in posting.facts]
    return "    " + json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _stripped(values: list[Any]) -> list[Any]:
    while values and values[-1] is None:
        values.pop()
    return values
