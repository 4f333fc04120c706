"""Texts with marked stretches: Doccano and Label Studio exports, and lists of spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jdextract.errors import InputError
from jdextract.evaluation.labels import SpanType
from jdextract.evaluation.readers.rows import SKILLSPAN_TYPES, NumberedRow, Row, json_lines, json_list, span_type
from jdextract.evaluation.readers.spans import with_skills

Mark = tuple[Any, Any, str]
_TEXT_KEYS = ("text", "data", "content", "description")


def read_spans(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:
    """JSON lines with ``spans: [{start, end, label}]``, whose labels are SkillSpan's unless mapped."""
    for number, row in json_lines(text, origin):
        marks = [(span.get("start"), span.get("end"), str(span.get("label"))) for span in row.get("spans") or ()]
        yield number, _row(row, marks, types, SKILLSPAN_TYPES, f"{origin}, line {number}")


def read_doccano(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:
    """Doccano's JSONL: ``label: [[start, end, name]]``, or ``entities`` of its relation format."""
    for number, row in json_lines(text, origin):
        listed = row.get("label") or row.get("labels") or ()
        marks: list[Mark] = [(mark[0], mark[1], str(mark[2])) for mark in listed]
        marks += [
            (entity.get("start_offset"), entity.get("end_offset"), str(entity.get("label")))
            for entity in row.get("entities") or ()
        ]
        yield number, _row(row, marks, types, {}, f"{origin}, line {number}")


def read_label_studio(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:
    """Label Studio's JSON export: the last annotation of each task that was not cancelled."""
    for number, task in json_list(text, origin):
        where = f"{origin}, task {number}"
        finished = [
            each for each in task.get("annotations") or task.get("completions") or () if not each.get("was_cancelled")
        ]
        if not finished:
            continue
        marks: list[Mark] = []
        for result in finished[-1].get("result") or ():
            value = result.get("value") or {}
            names = value.get("labels") or value.get("hypertextlabels") or ()
            marks += [(value.get("start"), value.get("end"), str(name)) for name in names]
        data = task.get("data") or {}
        row = {**data, "id": data.get("id") or task.get("id")}
        yield number, _row(row, marks, types, {}, where)


def _row(row: Row, marks: Iterable[Mark], types: Mapping[str, Any], own: Mapping[str, SpanType], where: str) -> Row:
    text = next((row[key] for key in _TEXT_KEYS if isinstance(row.get(key), str)), None)
    if text is None:
        raise InputError(f"{where}: no text; it should stand under {' or '.join(_TEXT_KEYS)}")
    spans: list[Row] = []
    for start, end, label in marks:
        if label in types and types[label] is None:
            continue
        try:
            spans.append(
                {"start": int(start), "end": int(end), "type": span_type(label, given=types, own=own, where=where)}
            )
        except (TypeError, ValueError) as error:
            raise InputError(
                f"{where}: {start!r}..{end!r} of label {label!r} are no offsets; give characters of the text, from 0"
            ) from error
    known = {key: row[key] for key in ("title", "company", "location", "language", "tags", "split") if row.get(key)}
    return with_skills({"id": str(row.get("id")), "text": text, **known}, spans)
