"""`Suite`: which labels are scored, how facts match, and what an engine has to reach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from jdextract.errors import InputError
from jdextract.evaluation.labels import LABEL_FIELDS, LabelField, LabelledPosting
from jdextract.evaluation.matching import Matching
from jdextract.evaluation.reading import Format, read_labels
from jdextract.evaluation.scoring import Bootstrap

_SUITE_ENDINGS = {".yaml", ".yml"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelSource(_Part):
    """Label files: a path or glob, relative to the suite, with its format and the meaning of its label names."""

    path: str
    format: Format | None = None
    types: dict[str, str | None] = Field(default_factory=dict)


class Threshold(_Part):
    """What one metric has to reach. All but ``floor`` and ``ceiling`` need a baseline.

    ``floor`` (for metrics that rise as they get better) and ``ceiling`` (for those that fall) are hard limits
    of the value itself. ``max_drop`` is how much worse than the baseline it may get, where the paired interval
    leaves no doubt that it did.
    """

    floor: float | None = None
    ceiling: float | None = None
    max_drop: float = Field(default=0.0, ge=0)


class Suite(_Part):
    """A set of labels and the rules of scoring.

    Example:
        >>> Suite(name="mine", labels=("labels.jsonl",)).matching.fuzzy
        0.9
    """

    name: str
    description: str = ""
    labels: tuple[LabelSource, ...]
    split: tuple[str, ...] = ()
    """Only postings of these splits; all unless given."""
    tags: tuple[str, ...] = ()
    """Only postings with one of these tags; all unless given."""
    fields: tuple[LabelField, ...] = LABEL_FIELDS
    matching: Matching = Matching()
    bootstrap: Bootstrap = Bootstrap()
    thresholds: dict[str, Threshold] = Field(default_factory=dict)
    _folder: Path = PrivateAttr(default=Path())

    @field_validator("labels", mode="before")
    @classmethod
    def _paths(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        return (
            [{"path": each} if isinstance(each, str) else each for each in value]
            if isinstance(value, (list, tuple))
            else value
        )

    @field_validator("split", "tags", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """The suite in a YAML file; any other file counts as labels, scored by the default rules.

        Raises:
            InputError: the file cannot be read or is no suite.
        """
        path = Path(path)
        if path.suffix.lower() not in _SUITE_ENDINGS:
            return cls(name=path.stem, labels=(LabelSource(path=str(path.resolve())),))
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise InputError(f"cannot read suite {str(path)!r}: {error}; give a YAML file that names labels") from error
        if not isinstance(content, dict):
            raise InputError(f"suite {str(path)!r}: expected a mapping with labels, got {type(content).__name__}")
        try:
            suite = cls.model_validate({"name": path.stem, **content})
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(
                f"suite {str(path)!r}: {'.'.join(map(str, first['loc']))}: {first['msg']}, got {first['input']!r}"
            ) from error
        suite._folder = path.parent  # noqa: SLF001 - its own
        return suite

    def read(self) -> list[LabelledPosting]:
        """The labelled postings of the suite, without the fields that it does not score.

        Raises:
            InputError: a file is missing or not valid, an id occurs twice, or nothing is left to score.
        """
        postings: dict[str, LabelledPosting] = {}
        for source in self.labels:
            for path in self._files(source.path):
                for posting in read_labels(path, format=source.format, types=source.types):
                    if posting.id in postings:
                        raise InputError(
                            f"suite {self.name!r}: id {posting.id!r} of {str(path)!r} occurs twice; give each posting an id of its own"
                        )
                    postings[posting.id] = posting
        wanted = [self._scored(posting) for posting in postings.values() if self._wants(posting)]
        if not wanted:
            raise InputError(
                f"suite {self.name!r}: none of {len(postings)} postings has split {', '.join(self.split) or 'any'} "
                f"and tag {', '.join(self.tags) or 'any'}"
            )
        return wanted

    def _files(self, path: str) -> Sequence[Path]:
        if any(mark in path for mark in "*?["):
            if files := sorted(self._folder.glob(path)):
                return files
            raise InputError(
                f"suite {self.name!r}: no label file matches {path!r} in {str(self._folder)!r}; mend its labels"
            )
        return [self._folder / path]

    def _wants(self, posting: LabelledPosting) -> bool:
        return (not self.split or posting.split in self.split) and (
            not self.tags or not set(self.tags).isdisjoint(posting.tags)
        )

    def _scored(self, posting: LabelledPosting) -> LabelledPosting:
        unscored: dict[str, None] = {name: None for name in LABEL_FIELDS if name not in self.fields}
        return posting.model_copy(update=unscored) if unscored else posting
