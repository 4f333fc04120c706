"""How far an engine may be trusted: extractions against labels, with intervals, comparisons and a gate."""

from jdextract.evaluation.labels import LabelledPosting
from jdextract.evaluation.model import Evaluation, Run
from jdextract.evaluation.reading import read_labels
from jdextract.evaluation.running import evaluate
from jdextract.evaluation.suite import Suite

__all__ = ["Evaluation", "LabelledPosting", "Run", "Suite", "evaluate", "read_labels"]
