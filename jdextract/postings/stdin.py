"""Postings from stdin, whose format is told by how it begins."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from jdextract.errors import InputError
from jdextract.postings.delimited import rows_of
from jdextract.postings.fields import Columns
from jdextract.postings.records import Record, read_json, read_jsonl, read_text, read_xml
from jdextract.postings.sources import InputFile, Report


@dataclass(frozen=True, slots=True)
class _Begun(InputFile):
    """A file whose first line has been read already."""

    stream: BinaryIO | None = None

    def open(self) -> BinaryIO:
        assert self.stream is not None  # noqa: S101 - set where it is made
        return self.stream


class _Replay(io.RawIOBase):
    """The first line once more, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._head:
            self._head = self._rest.read1(len(buffer)) if hasattr(self._rest, "read1") else self._rest.read(len(buffer))
        count = min(len(buffer), len(self._head))
        buffer[:count] = self._head[:count]
        self._head = self._head[count:]
        return count


def read_stdin(file: InputFile, columns: Columns, report: Report) -> Iterator[Record]:
    """Postings from stdin: JSON lines, JSON, HTML, XML, CSV with a column for the text, else one plain text.

    Raises:
        InputError: nothing came.
    """
    source = file.open()
    head = b""
    while not head.strip():
        line = source.readline(file.max_bytes)
        if not line:
            raise InputError("stdin is empty: pipe postings in, as in: cat postings.jsonl | jdextract extract -")
        head += line
    stream = cast("BinaryIO", io.BufferedReader(_Replay(head, source), buffer_size=1 << 16))
    begun = _Begun(file.label, cast("Path | None", None), file.max_bytes, stream)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return read_jsonl(begun, report) if _is_whole_record(start) else read_json(begun, report)
    if start.startswith(b"["):
        return read_json(begun, report)
    if start.lower().startswith((b"<!doctype html", b"<html")):
        from jdextract.postings.html import read_html  # noqa: PLC0415 - start-up

        return read_html(begun, report)
    if start.startswith(b"<?xml"):
        return read_xml(begun, report)
    names = start.decode(errors="replace").strip().replace('"', "")
    for delimiter in (",", ";", "\t"):
        header = [name.strip() for name in names.split(delimiter)]
        if len(header) > 1 and columns.names(header, "text"):
            return rows_of(stream, begun, columns, report)
    return read_text(begun)


def _is_whole_record(line: bytes) -> bool:
    """Whether a line is a posting of JSON lines, not a job board's answer on one line."""
    try:
        document = json.loads(line, strict=False)
    except (json.JSONDecodeError, RecursionError):
        return False
    return not any(isinstance(value, list) and value and isinstance(value[0], dict) for value in document.values())
