"""Texts as tokens with tags: SkillSpan's JSON lines and CoNLL columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jdextract.errors import InputError
from jdextract.evaluation.readers.rows import SKILLSPAN_TYPES, NumberedRow, Row, json_lines, span_type
from jdextract.evaluation.readers.spans import with_skills

_TAG_KEYS = {"tags_skill": "skill", "tags_knowledge": "knowledge", "tags": ""}
_OUTSIDE = {"O", "_", "-", ""}

Sentence = tuple[Sequence[str], Sequence[tuple[str, Sequence[str]]]]
"""Tokens, and for each layer of tags its label name (empty: the tags carry it) and a tag a token."""


def read_skillspan(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:
    """SkillSpan's JSON lines: a sentence a line with ``tokens``, ``tags_skill`` and ``tags_knowledge``.

    Sentences with the same ``idx`` (and ``source``) are one posting, a line each.
    """
    postings: dict[str, tuple[int, Row, list[Sentence]]] = {}
    for number, row in json_lines(text, origin):
        where = f"{origin}, line {number}"
        tokens = row.get("tokens")
        layers = [(label, row[key]) for key, label in _TAG_KEYS.items() if key in row]
        if not isinstance(tokens, list) or not layers:
            raise InputError(f"{where}: expected tokens and {' or '.join(_TAG_KEYS)}")
        for _, tags in layers:
            if len(tags) != len(tokens):
                raise InputError(f"{where}: {len(tokens)} tokens but {len(tags)} tags; give each token one")
        source = row.get("source")
        idx = row.get("idx", row.get("id", number))
        key = f"{source}-{idx}" if source else str(idx)
        tags = (str(source),) if source else ()
        postings.setdefault(key, (number, {"id": key, "tags": tags}, []))[2].append((tokens, layers))
    for number, row, sentences in postings.values():
        yield number, _row(row, sentences, types, f"{origin}, line {number}")


def read_conll(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:
    """CoNLL columns: the token first, then a column of IOB or BIOES tags a layer; blank lines end sentences.

    A line ``-DOCSTART-`` or ``# id = …`` begins a posting; without any, the file is one posting.
    """
    documents: list[tuple[int, str | None, list[Sentence]]] = [(1, None, [])]
    lines: list[list[str]] = []
    width = 0

    def end_sentence() -> None:
        if lines:
            layers = [("", [columns[layer] for columns in lines]) for layer in range(1, width)]
            documents[-1][2].append(([columns[0] for columns in lines], layers))
            lines.clear()

    for number, line in enumerate([*text.splitlines(), ""], 1):
        name = _document_name(line)
        if name is not None or not line.strip():
            end_sentence()
            if name is not None:
                documents.append((number, name or None, []))
            continue
        if line.startswith("# "):
            continue
        columns = line.split("\t") if "\t" in line else line.split()
        if (lines and len(columns) != width) or len(columns) < 2:
            raise InputError(f"{origin}, line {number}: expected a token and {max(width - 1, 1)} tag(s), got {line!r}")
        width = len(columns)
        lines.append(columns)
    for place, (number, name, sentences) in enumerate((d for d in documents if d[2]), 1):
        yield number, _row({"id": name or f"{origin}#{place}"}, sentences, types, f"{origin}, line {number}")


def _document_name(line: str) -> str | None:
    """The id that a line gives to the posting that it begins; empty if it gives none; ``None`` for other lines."""
    if line.startswith("-DOCSTART-"):
        return ""
    head, _, value = line.partition("=")
    return value.strip() if head.strip() in {"# id", "# newdoc id", "# idx"} else None


def _row(row: Row, sentences: Sequence[Sentence], types: Mapping[str, Any], where: str) -> Row:
    text = ""
    spans: list[Row] = []
    for tokens, layers in sentences:
        places: list[tuple[int, int]] = []
        for token in tokens:
            places.append((len(text), len(text) + len(token)))
            text += token + " "
        text = text[:-1] + "\n"
        for label, tags in layers:
            for first, last, name in _chunks(tags, where):
                chosen = label or name
                if chosen in types and types[chosen] is None:
                    continue
                kind = span_type(chosen, given=types, own=SKILLSPAN_TYPES, where=where)
                spans.append({"start": places[first][0], "end": places[last][1], "type": kind})
    return with_skills({**row, "text": text.rstrip("\n")}, spans)


def _chunks(tags: Sequence[str], where: str) -> Iterator[tuple[int, int, str]]:
    """First token, last token and name of each chunk of IOB1, IOB2 or BIOES tags."""
    begun: tuple[int, str] | None = None
    for index, tag in enumerate([*tags, "O"]):
        mark, _, name = tag.partition("-")
        if tag not in _OUTSIDE and mark.upper() not in {"B", "I", "E", "S", "L", "U"}:
            raise InputError(
                f"{where}: tag {tag!r} is no IOB or BIOES tag; write O, or B-, I-, E- or S- before a label"
            )
        outside = tag in _OUTSIDE
        starts = not outside and (mark.upper() in {"B", "S", "U"} or begun is None or begun[1] != name)
        if begun is not None and (outside or starts):
            yield begun[0], index - 1, begun[1]
            begun = None
        if starts:
            begun = (index, name)
