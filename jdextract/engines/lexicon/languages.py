"""Human languages that a posting asks for, with CEFR level and requirement, from English and German phrasing.

A language counts where words bound to its name say so: a level ("fluent", "B2", "Grundkenntnisse"), a noun of
skill ("Deutschkenntnisse", "English skills"), a verb of the person ("du sprichst") or a demand ("German is a
plus"). Words bind up to the next comma or conjunction; a level in front of a list holds for all of it ("fluent
in English and German"), and so does one behind it ("Deutsch und Englisch auf C1-Niveau").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jdextract.engines.lexicon.language_mentions import Mention, find_mentions
from jdextract.engines.lexicon.language_tokens import Token, lowest, tokenize
from jdextract.models import Level

_LINKS = frozenset({"and", "or", "comma"})
_TRIVIAL = frozenset({"glue", "any", "mode", "skill", "comma", "open", "close"})


@dataclass(slots=True)
class _Reading:
    """One mention with what the words bound to it say; ``link`` is the conjunction to the next mention."""

    mention: Mention
    before: list[Token]
    after: list[Token] = field(default_factory=list)
    link: str | None = None
    proof: bool = False
    rejected: bool = False
    negated: bool = False
    preferred: bool = False
    preferred_after: bool = False
    required: bool = False
    any_of: bool = False
    open_before: bool = False
    levels_before: list[Token] = field(default_factory=list)
    levels_after: list[Token] = field(default_factory=list)
    inherited: list[Token] = field(default_factory=list)

    @property
    def level(self) -> Level | None:
        for levels in (self.levels_after, self.levels_before, self.inherited):
            if named := [str(token.level) for token in levels if token.cefr]:
                return lowest(named)
        for levels in (self.levels_before, self.levels_after, self.inherited):
            if levels:
                return lowest([str(token.level) for token in levels])
        return None

    @property
    def plain_after(self) -> bool:
        """Whether nothing but the name stands before the next conjunction ("English" in "English and German")."""
        return all(token.kind in _TRIVIAL for token in self.after)


@dataclass(frozen=True, slots=True)
class Ask:
    """One language asked for in a line; alternatives of the line share a ``group``."""

    code: str
    level: Level | None
    preferred: bool
    group: int | None = None


def read_line(text: str) -> list[Ask]:
    """The human languages that one line or sentence asks for."""
    mentions = find_mentions(text)
    if not mentions:
        return []
    readings = _bind(text, mentions)
    for reading in readings:
        _look_back(reading)
        _look_ahead(reading)
    _spread_forward(readings)
    _spread_backward(readings)
    groups = _alternatives(readings)
    return [
        Ask(reading.mention.code, reading.level, reading.preferred and not reading.required, groups.get(index))
        for index, reading in enumerate(readings)
        if _counts(reading)
    ]


def _counts(reading: _Reading) -> bool:
    asked = reading.proof or reading.preferred or reading.required or reading.mention.knowledge or reading.level
    return bool(asked) and not reading.rejected and (not reading.negated or reading.preferred)


def _bind(text: str, mentions: Sequence[Mention]) -> list[_Reading]:
    """Give each mention the words before and after it, cut at sentence ends and at the first conjunction."""
    first = tokenize(text, 0, mentions[0].start)
    readings = [_Reading(mentions[0], _after_last_end(first))]
    for previous, mention in zip(mentions, mentions[1:], strict=False):
        after, link, before = _cut(tokenize(text, previous.end, mention.start))
        readings[-1].after, readings[-1].link = after, link
        readings.append(_Reading(mention, before))
    rest = tokenize(text, mentions[-1].end, len(text))
    end = next((i for i, token in enumerate(rest) if token.kind == "end"), len(rest))
    readings[-1].after = rest[:end]
    return readings


def _after_last_end(tokens: list[Token]) -> list[Token]:
    for i in range(len(tokens) - 1, -1, -1):
        if tokens[i].kind == "end":
            return tokens[i + 1 :]
    return tokens


def _cut(tokens: list[Token]) -> tuple[list[Token], str | None, list[Token]]:
    """Part the words between two mentions into what belongs to each, and the conjunction between them."""
    for i, token in enumerate(tokens):
        if token.kind == "end":
            return tokens[:i], None, _after_last_end(tokens[i:])
    depth = 0
    unclosed = sum((token.kind == "open") - (token.kind == "close") for token in tokens) > 0
    dash = None
    for i, token in enumerate(tokens):
        if token.kind == "open":
            if unclosed:
                return tokens[:i], None, tokens[i + 1 :]
            depth += 1
        elif token.kind == "close":
            depth = max(0, depth - 1)
        elif not depth and token.kind in _LINKS:
            stop = i + 1
            while stop < len(tokens) and tokens[stop].kind in _LINKS:
                stop += 1
            kinds = {part.kind for part in tokens[i:stop]}
            return tokens[:i], "or" if "or" in kinds else "and" if "and" in kinds else "comma", tokens[stop:]
        elif token.kind == "dash" and dash is None:
            dash = i
    if dash is not None:
        return tokens[:dash], None, tokens[dash + 1 :]
    if all(token.kind == "glue" for token in tokens):
        return [], "and", tokens  # "Deutsch (und) Englisch" without a conjunction: "Deutsch - Englisch"
    return tokens, None, []


def _look_back(reading: _Reading) -> None:
    """Read the words before the name, from the nearest one outwards."""
    communication = False
    tokens = reading.before
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        match token.kind:
            case "level":
                if not communication:
                    reading.levels_before.append(token)
                    reading.proof = True
            case "skill" | "verb" | "workplace":
                reading.proof = True
            case "communication":
                communication = reading.proof = True
            case "preferred":
                reading.preferred = True
            case "required":
                reading.required = reading.proof = True
            case "negated" | "no":
                reading.negated = True
            case "any":
                reading.any_of = True
            case "perk":
                reading.rejected = True
                return
            case "comma":
                if not (i and tokens[i - 1].kind == "preferred"):
                    return
            case "glue" | "mode" | "open" | "close" | "dash":
                pass
            case _:
                return
    reading.open_before = True


def _look_ahead(reading: _Reading) -> None:
    """Read the words after the name, up to the first that says nothing about the language."""
    linked = False
    for i, token in enumerate(reading.after):
        match token.kind:
            case "level":
                reading.levels_after.append(token)
            case "skill" | "mode" | "verb" | "workplace" | "communication":
                reading.proof = True
            case "preferred":
                reading.preferred = reading.preferred_after = True
            case "required":
                reading.required = True
            case "negated":
                reading.negated = True
            case "perk":
                reading.rejected = True
                return
            case "comma" | "and" | "or":
                linked = True
            case "word":
                # "German customers": the name is the adjective of a noun that is no skill.
                if not i and not reading.mention.noun and not reading.mention.knowledge:
                    reading.rejected = True
                if not linked and token.text.lower() in {"speaking", "sprachig"}:
                    reading.rejected = True
                return
            case _:
                pass


def _spread_forward(readings: list[_Reading]) -> None:
    """What stands before a list holds for its later members too, until one has words of its own."""
    for previous, reading in zip(readings, readings[1:], strict=False):
        if previous.link is None or not reading.open_before or previous.rejected:
            continue
        own_end = reading.preferred_after or reading.required
        reading.proof = reading.proof or previous.proof
        if not (previous.link == "comma" and own_end):
            carried = previous.levels_before or (previous.inherited if not previous.levels_before else [])
            if not reading.levels_before and not reading.levels_after:
                reading.inherited = list(carried)
            if not reading.levels_before:
                reading.negated = reading.negated or (previous.negated and not previous.after)
                reading.preferred = reading.preferred or (previous.preferred and not previous.preferred_after)


def _spread_backward(readings: list[_Reading]) -> None:
    """What stands behind a list holds for its earlier members, where only conjunctions stand between them."""
    for reading, following in zip(readings[-2::-1], readings[:0:-1], strict=False):
        if reading.link is None or following.rejected or not reading.plain_after or not following.open_before:
            continue
        if following.levels_before and reading.levels_before:
            continue
        own_level = bool(reading.levels_before or reading.inherited)
        complete = reading.mention.knowledge or any(token.kind == "skill" for token in reading.after)
        if not (reading.mention.open or not own_level) and complete:
            continue
        reading.proof = reading.proof or following.proof or following.mention.knowledge or bool(following.levels_after)
        if not reading.level:
            reading.inherited = following.levels_after
        singular = any(token.text.lower() in {"is", "ist"} for token in following.after)
        if following.preferred_after and not (own_level and singular and reading.link != "or") and not reading.required:
            reading.preferred = reading.preferred_after = True
        if following.negated and not following.preferred and not own_level:
            reading.negated = True


def _alternatives(readings: list[_Reading]) -> dict[int, int]:
    """Number the groups of languages of which one is enough, by the readings' places."""
    groups: dict[int, int] = {}
    start = 0
    for i in range(len(readings)):
        if i + 1 < len(readings) and readings[i].link in {"or", "comma"}:
            continue
        chain = range(start, i + 1)
        links = {readings[j].link for j in chain[:-1]}
        counted = [j for j in chain if _counts(readings[j])]
        if len(counted) > 1 and ("or" in links or readings[start].any_of):
            groups.update(dict.fromkeys(counted, start))
        start = i + 1
    return groups
