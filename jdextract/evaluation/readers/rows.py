"""Numbered rows of JSON files, and the span types that their label names stand for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from jdextract.errors import InputError
from jdextract.evaluation.labels import SpanType

Row = dict[str, Any]
NumberedRow = tuple[int, Row]

_SYNONYMS: dict[str, SpanType] = {
    "tech": "technology",
    "technologies": "technology",
    "tool": "technology",
    "tools": "technology",
    "concepts": "concept",
    "soft_skill": "soft",
    "soft_skills": "soft",
    "hard_skill": "hard",
    "hard_skills": "hard",
    "knowledge": "hard",
    "skills": "skill",
    "competences": "competence",
    "duty": "responsibility",
    "duties": "responsibility",
    "task": "responsibility",
    "responsibilities": "responsibility",
    "lang": "language",
    "languages": "language",
}

SKILLSPAN_TYPES: dict[str, SpanType] = {"knowledge": "hard", "skill": "competence"}
"""SkillSpan marks what one knows as knowledge, and what one does or is as skill."""


def read_text(path: Path) -> str:
    """The characters of a label file.

    Raises:
        InputError: it cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read labels {str(path)!r}: {error}; it should be a UTF-8 file") from error


def json_lines(text: str, origin: str) -> Iterator[NumberedRow]:
    """A row for each line that is not blank.

    Raises:
        InputError: a line is no JSON object; the message names it.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(
                f"{origin}, line {number}: no JSON ({error}); a label file has one object a line"
            ) from error
        if not isinstance(row, dict):
            raise InputError(f"{origin}, line {number}: expected an object, got {type(row).__name__}")
        yield number, row


def json_list(text: str, origin: str) -> Iterator[NumberedRow]:
    """A row for each object of a JSON list; its number is the place in the list.

    Raises:
        InputError: the text is no JSON list of objects.
    """
    try:
        rows = json.loads(text)
    except ValueError as error:
        raise InputError(f"{origin}: no JSON ({error}); export it again") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{origin}: expected a JSON list of objects, as the export writes it")
    yield from enumerate(rows, 1)


def span_type(label: str, *, given: Mapping[str, str], own: Mapping[str, SpanType], where: str) -> SpanType:
    """What the label name of a span stands for: by ``given`` of the suite, the format's ``own``, or its name.

    Raises:
        InputError: nobody knows the name; the message says how to map it.
    """
    types = get_args(SpanType)
    if label in given:
        chosen: Any = given[label]
        if chosen not in types:
            raise InputError(f"label {label!r} is mapped to {chosen!r}, which is none of {', '.join(types)}")
        return chosen  # type: ignore[no-any-return]
    plain = label.strip().casefold().replace(" ", "_").replace("-", "_")
    if plain in own:
        return own[plain]
    if plain in types:
        return plain  # type: ignore[return-value]
    if plain in _SYNONYMS:
        return _SYNONYMS[plain]
    raise InputError(
        f"{where}: label {label!r} is not known; in the suite, map it with "
        f"`types: {{{label}: technology}}` to one of {', '.join(types)}, or to null to leave it out"
    )
