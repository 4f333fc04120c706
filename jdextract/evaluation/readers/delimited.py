"""Labels in a plain CSV: a row a label, or a row a posting with its names in one cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jdextract.errors import InputError
from jdextract.evaluation.readers.rows import NumberedRow, Row

_FIELDS = {
    "skill": "skills",
    "skills": "skills",
    "responsibility": "responsibilities",
    "responsibilities": "responsibilities",
    "duty": "responsibilities",
    "language": "languages",
    "languages": "languages",
}
_KEYS = {
    "skills": ("kind", "category", "requirement", "any_of", "evidence"),
    "responsibilities": ("object", "summary", "evidence"),
    "languages": ("level", "requirement", "any_of", "evidence"),
}
_NAME_OF = {"skills": "name", "responsibilities": "activity", "languages": "language"}
_POSTING_KEYS = ("title", "company", "location", "posted_at", "split")
_SEPARATOR = re.compile(r"\s*[;|\n]\s*")


def read_csv(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:  # noqa: ARG001 - one signature for all
    """Labels of a CSV with a header.

    With a column ``name``, each row is one label: ``id, text, field, name, kind, category, requirement, level,
    evidence`` (``field`` is ``skill`` unless given; text and other facts of the posting stand in its first
    row). Without it, each row is one posting, and ``skills``, ``responsibilities`` and ``languages`` hold
    names separated by semicolons. The separator may be a comma, a semicolon or a tab.
    """
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = [name.strip().casefold() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    if "id" not in columns or "text" not in columns:
        raise InputError(f"{origin}: a CSV of labels needs the columns id and text, got {', '.join(columns) or 'none'}")
    if "name" in columns:
        yield from _by_label(reader, origin)
    elif any(name in columns for name in _NAME_OF):
        yield from _by_posting(reader)
    else:
        raise InputError(f"{origin}: give a column name (a label a row), or skills (a posting a row)")


def _by_label(reader: csv.DictReader[str], origin: str) -> Iterator[NumberedRow]:
    postings: dict[str, tuple[int, Row]] = {}
    given: set[str] = set()
    for cells in reader:
        row = _filled(cells)
        posting_id = str(row.get("id", ""))
        _, posting = postings.setdefault(posting_id, (reader.line_num, _posting(row)))
        if "text" in row:
            posting.setdefault("text", row["text"])
        if "name" not in row:
            continue  # a posting without any label
        field = _FIELDS.get(str(row.get("field", "skill")).casefold())
        if field is None:
            raise InputError(
                f"{origin}, line {reader.line_num}: field {row['field']!r} is none of skill, responsibility, language"
            )
        given.add(field)
        label = {key: row[key] for key in _KEYS[field] if key in row} | {_NAME_OF[field]: row["name"]}
        posting.setdefault(field, []).append(label)
    for number, posting in postings.values():
        yield number, {**{field: [] for field in given}, **posting}


def _by_posting(reader: csv.DictReader[str]) -> Iterator[NumberedRow]:
    fields = [field for field in _NAME_OF if field in (reader.fieldnames or ())]
    for cells in reader:
        row = _filled(cells)
        labels = {
            field: [{_NAME_OF[field]: name} for name in _SEPARATOR.split(str(row.get(field, ""))) if name]
            for field in fields
        }
        yield reader.line_num, {**_posting(row), **({"text": row["text"]} if "text" in row else {}), **labels}


def _posting(row: Row) -> Row:
    known = {key: row[key] for key in _POSTING_KEYS if key in row}
    language = {"language": row["posting_language"]} if "posting_language" in row else {}
    tags = {"tags": _SEPARATOR.split(row["tags"])} if "tags" in row else {}
    return {"id": row.get("id", ""), **known, **language, **tags}


def _filled(cells: Mapping[Any, Any]) -> Row:
    return {str(key): value for key, value in cells.items() if key and isinstance(value, str) and value.strip()}
