"""JSON, JSON lines and XML feeds as records: one mapping a posting, as the file has it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from pydantic_core import from_json

from jdextract.errors import InputError
from jdextract.postings import answers, ats
from jdextract.postings.sources import InputFile, Report
from jdextract.postings.text import decode, decoded_lines, read_header

_DECODER = json.JSONDecoder(strict=False)  # `json.loads` would make one a line


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one posting and where they stand, for messages ("'jobs.csv', line 12").

    ``plain`` says that the text is plain for certain, and any markup in it what the posting wants to show.
    """

    place: str
    fields: Mapping[str, Any]
    plain: bool = False


def read_json(file: InputFile, report: Report) -> Iterator[Record]:
    """The postings of a JSON document: a list, one posting, or an answer that holds a list.

    A file of JSON lines with the wrong ending is read as such.
    """
    text = decode(file.read())
    try:
        document = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        if len(lines) > 1 and lines[0].strip().startswith("{") and lines[0].strip().endswith("}"):
            yield from _parse_lines(file, iter(enumerate(lines, 1)), report)
            return
        report(
            InputError(
                f"{file.label!r}, line {error.lineno}, column {error.colno}: no valid JSON ({error.msg}); mend it there, "
                "or export it again"
            )
        )
        return
    yield from _records(file, document, report)


def _records(file: InputFile, document: object, report: Report) -> Iterator[Record]:
    found = False
    for number, fields in enumerate(answers.find_postings(document), 1):
        found = True
        if isinstance(fields, Mapping):
            yield Record(f"{file.label!r}, posting {number}", ats.flatten(fields))
        else:
            report(
                InputError(
                    f"{file.label!r}, posting {number}: expected an object, found {type(fields).__name__}; give an object a posting"
                )
            )
    if not found and not isinstance(document, (list, Mapping)):
        report(
            InputError(f"{file.label!r} holds no list of postings: give a list, one posting, or a job board's answer")
        )


def read_jsonl(file: InputFile, report: Report) -> Iterator[Record]:
    """A posting a line; a broken line is reported and costs nothing but itself."""
    with file.open() as opened:
        yield from _parse_lines(file, decoded_lines(opened, file.max_bytes), report)


def _parse_lines(file: InputFile, lines: Iterator[tuple[int, str | None]], report: Report) -> Iterator[Record]:
    for number, line in lines:
        place = f"{file.label!r}, line {number}"
        if line is None:
            report(InputError(f"{place}: longer than {file.max_bytes:,} bytes; one posting a line is expected"))
            continue
        if not line.strip():
            continue
        try:
            fields = _parse(line)
        except json.JSONDecodeError as error:
            report(InputError(f"{place}, column {error.pos + 1}: no valid JSON ({error.msg}); mend or delete the line"))
            continue
        except RecursionError:
            report(InputError(f"{place}: nested too deeply; mend or delete the line"))
            continue
        if isinstance(fields, Mapping):
            yield Record(place, ats.flatten(fields))
        else:
            report(InputError(f"{place}: expected an object, found {type(fields).__name__}; give a posting a line"))


def _parse(line: str) -> Any:
    try:
        return from_json(line)
    except ValueError:  # stricter than JSON as it is found, and its messages are others
        return _DECODER.decode(line)


def read_xml(file: InputFile, report: Report) -> Iterator[Record]:
    """The postings of an XML feed: Personio's, Indeed's, or RSS."""
    content = file.read()
    if b"<!ENTITY" in content.replace(b"\0", b""):
        # No job feed declares entities; a document that does, in UTF-8 or UTF-16, means harm to its parser.
        report(InputError(f"{file.label!r} declares XML entities, which are refused: remove the declarations"))
        return
    try:
        root = ET.fromstring(content)  # noqa: S314 - entities were refused above
    except ET.ParseError as error:
        report(InputError(f"{file.label!r}, line {error.position[0]}: no valid XML ({error}); export it again"))
        return
    elements = answers.find_xml_postings(root)
    if not elements:
        report(InputError(f"{file.label!r} holds no <position>, <job>, <offer> or <item>: give a feed of postings"))
    for number, element in enumerate(elements, 1):
        yield Record(f"{file.label!r}, posting {number}", ats.flatten_xml(element))


def read_text(file: InputFile) -> Iterator[Record]:
    """A text or Markdown file as one posting."""
    fields, text = read_header(decode(file.read()))
    yield Record(repr(file.label), {**fields, "text": text}, plain=True)
