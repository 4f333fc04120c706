"""The breakdown as JSON, and its lists as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from jdextract.breakdown.model import Breakdown
from jdextract.errors import InputError

CSV_LISTS = (
    "skills",
    "categories",
    "groups",
    "alternatives",
    "responsibilities",
    "other_responsibilities",
    "languages",
    "takeaways",
)
"""The lists of a breakdown that have a CSV form."""

_NESTED_SEPARATOR = "; "
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render_json(breakdown: Breakdown) -> str:
    """``breakdown.json``: indented, keys in the order of the contract."""
    return breakdown.model_dump_json(indent=1) + "\n"


def render_csv(breakdown: Breakdown, part: str = "skills") -> str:
    """One list of the breakdown as CSV, a line a row; what is nested is written out in one cell.

    Cells that a spreadsheet would take for a formula begin with an apostrophe.

    Raises:
        InputError: there is no such list.
    """
    if part not in CSV_LISTS:
        raise InputError(f"a breakdown has no list {part!r} for CSV; use one of {', '.join(CSV_LISTS)}")
    return write_records(breakdown.to_records(part))


def write_records(records: Sequence[Mapping[str, object]]) -> str:
    """Records of the same names as CSV; nothing where there are none."""
    text = io.StringIO()
    if records:
        writer = csv.DictWriter(text, fieldnames=list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)
    return text.getvalue()


def write_csv_files(breakdown: Breakdown, folder: str | Path) -> list[Path]:
    """Write each list that is not empty as ``<list>.csv`` in ``folder``; return the files.

    Raises:
        InputError: the folder cannot be written.
    """
    written = []
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for part in CSV_LISTS:
            if text := render_csv(breakdown, part):
                path = Path(folder) / f"{part}.csv"
                path.write_text(text, encoding="utf-8")
                written.append(path)
    except OSError as error:
        raise InputError(f"cannot write CSV files in {str(folder)!r}: {error.strerror}; name another folder") from error
    return written


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        return _text(_NESTED_SEPARATOR.join(_nested(item) for item in value))
    if isinstance(value, dict):
        return _text(_nested(value))
    if isinstance(value, float):
        return round(value, 6)
    return _text(value) if isinstance(value, str) else value


def _nested(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_nested(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return " ".join(f"({_nested(item)})" for item in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
