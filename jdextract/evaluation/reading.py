"""`read_labels`: labelled postings out of a file of any format that is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from jdextract.errors import InputError
from jdextract.evaluation.labels import LabelledPosting, validate_rows
from jdextract.evaluation.readers.delimited import read_csv
from jdextract.evaluation.readers.gate import read_gate
from jdextract.evaluation.readers.marked import read_doccano, read_label_studio, read_spans
from jdextract.evaluation.readers.rows import NumberedRow, json_lines, read_text
from jdextract.evaluation.readers.tagged import read_conll, read_skillspan

Format = Literal["jdextract", "skillspan", "conll", "spans", "doccano", "label_studio", "csv", "language_gate"]

Reader = Callable[[str, str, Mapping[str, Any]], Iterator[NumberedRow]]


def _own(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:  # noqa: ARG001 - one signature for all
    for number, row in json_lines(text, origin):
        for language in row.get("languages") or ():
            if isinstance(language, dict):
                language.setdefault("level", None)  # the posting states none: that is a label too
        yield number, row


_READERS: dict[Format, Reader] = {
    "jdextract": _own,
    "skillspan": read_skillspan,
    "conll": read_conll,
    "spans": read_spans,
    "doccano": read_doccano,
    "label_studio": read_label_studio,
    "csv": read_csv,
    "language_gate": read_gate,
}
_BY_ENDING: dict[str, Format] = {
    ".csv": "csv",
    ".conll": "conll",
    ".bio": "conll",
    ".iob": "conll",
    ".tsv": "conll",
    ".json": "label_studio",
}
_BY_KEY: tuple[tuple[str, Format], ...] = (
    ("tokens", "skillspan"),
    ("gold", "language_gate"),
    ("skills", "jdextract"),
    ("responsibilities", "jdextract"),
    ("languages", "jdextract"),
    ("spans", "spans"),
    ("entities", "doccano"),
    ("label", "doccano"),
    ("labels", "doccano"),
)


def read_labels(
    path: str | Path,
    *,
    format: Format | None = None,  # noqa: A002 - the word
    types: Mapping[str, Any] | None = None,
) -> list[LabelledPosting]:
    """The labelled postings in a file.

    Args:
        path: the file.
        format: ``jdextract`` (JSON lines as the labelling guide has them), ``skillspan``, ``conll``, ``spans``,
            ``doccano``, ``label_studio``, ``csv`` or ``language_gate``; by the ending and the first row
            unless given.
        types: a foreign label's name to what it stands for (a span type, or ``None`` to leave it out).

    Raises:
        InputError: the file cannot be read, or rows are not valid; the message names each with its line.
    """
    path = Path(path)
    text = read_text(path)
    chosen = format or _guess(path, text)
    if chosen not in get_args(Format):
        raise InputError(f"labels {str(path)!r}: format {chosen!r} is none of {', '.join(get_args(Format))}")
    rows = _READERS[chosen](text, str(path), types or {})
    postings = validate_rows(rows, origin=str(path), complete=chosen == "jdextract")
    if not postings:
        raise InputError(
            f"labels {str(path)!r}: there is no labelled posting in it; jdextract eval label writes such files"
        )
    return postings


def _guess(path: Path, text: str) -> Format:
    if path.suffix.lower() in _BY_ENDING:
        return _BY_ENDING[path.suffix.lower()]
    try:
        row = json.loads(text.split("\n", 1)[0])
    except ValueError:
        return "jdextract"  # whose reader names what is wrong with the line
    keys = row if isinstance(row, dict) else {}
    return next((name for key, name in _BY_KEY if key in keys), "jdextract")
