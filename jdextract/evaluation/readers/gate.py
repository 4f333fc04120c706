"""Postings labelled by a language gate and by yes-or-no flags of tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jdextract.engines.lexicon.language_mentions import find_mentions
from jdextract.errors import InputError
from jdextract.evaluation.readers.rows import NumberedRow, Row, json_lines

_REQUIREMENTS = {"hard": "required", "soft": "preferred"}
_NONE = "none"


def read_gate(text: str, origin: str, types: Mapping[str, Any]) -> Iterator[NumberedRow]:
    """JSON lines with ``gold: {language_gate_type, languages, tools, tools_false}``.

    The gate is ``hard`` (languages are required), ``soft`` (preferred) or ``none``. Tools that were looked for
    are those under ``tools`` and ``tools_false``: others are not judged. ``types`` maps a tool's flag to the
    name of the skill where they differ, or to null to leave it out.
    """
    for number, row in json_lines(text, origin):
        gold = row.get("gold") or {}
        where = f"{origin}, line {number}"
        gate = gold.get("language_gate_type")
        if gate not in {*_REQUIREMENTS, _NONE}:
            raise InputError(f"{where}: language_gate_type {gate!r} is none of hard, soft, none")
        languages = [
            {"language": _code(str(name), where), "requirement": _REQUIREMENTS[gate]}
            for name in (gold.get("languages") or () if gate != _NONE else ())
        ]
        yield (
            number,
            {
                **{key: row[key] for key in ("id", "title", "company", "location", "text", "split") if row.get(key)},
                "language": str(row.get("language") or "")[:5] or None,
                "languages": languages,
                **_tools(gold, types),
            },
        )


def _tools(gold: Row, types: Mapping[str, Any]) -> Row:
    if "tools" not in gold:
        return {}
    present, absent = (
        [
            str(types.get(flag, flag.replace("_", " ")))
            for flag in gold.get(key) or ()
            if types.get(flag, flag) is not None
        ]
        for key in ("tools", "tools_false")
    )
    return {"skills": [{"name": tool} for tool in present], "scope": [*present, *absent]}


def _code(name: str, where: str) -> str:
    if len(name) == 2:
        return name.lower()
    mentions = find_mentions(name)
    if not mentions:
        raise InputError(f"{where}: language {name!r} is not known; write its ISO 639-1 code")
    return mentions[0].code
