"""What one line says of the human languages that it names: a small hand-written grammar over tokens.

Words bind to a name up to the next comma or conjunction. A level in front of a list holds for all of it
("fluent in English and German"), and so does one behind it ("Deutsch und Englisch auf C1-Niveau").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jdextract.engines.lexicon.language_mentions import Mention, find_mentions
from jdextract.engines.lexicon.language_tokens import Token, lowest, tokenize
from jdextract.models import Level

_LINKS = frozenset({"and", "or", "comma"})
_PASSED = frozenset({"glue", "mode", "open", "close", "dash", "any"})
_PURPOSE = frozenset({"for", "to", "für", "zum", "zur", "um"})
_IN = frozenset({"in", "auf"})
# "communicate with ... in English": verbs that a language may follow at some distance.
_SPEAKING = ("communicat", "convers", "kommunizier", "speak", "sprech", "sprich", "verständig")
_TRIVIAL = frozenset({"glue", "any", "mode", "skill", "comma", "open", "close"})

# What a token before or after a name says of it: the fields of `_Reading` that it sets.
_SAID_BEFORE = {
    "skill": ("proof",),
    "verb": ("proof",),
    "workplace": ("proof",),
    "communication": ("proof",),
    "preferred": ("preferred",),
    "required": ("required", "proof"),
    "negated": ("negated",),
    "no": ("negated",),
    "any": ("any_of",),
}
_SAID_AFTER = {
    "skill": ("proof",),
    "verb": ("proof",),
    "workplace": ("proof",),
    "communication": ("proof",),
    "preferred": ("preferred", "preferred_after"),
    "required": ("required",),
    "negated": ("negated",),
}


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

    def note(self, flags: Sequence[str]) -> None:
        """Set the named fields."""
        for flag in flags:
            setattr(self, flag, True)

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


def read_line(text: str, *, listed: bool = False, workplace_only: bool = False) -> list[Ask]:
    """The human languages that one line or sentence asks for.

    With ``listed``, for a line of a list of languages, a bare name counts; with ``workplace_only`` nothing
    but the company's own language does.
    """
    mentions = find_mentions(text)
    if not mentions:
        return []
    readings = _bind(text, mentions)
    for reading in readings:
        _look_back(reading)
        _look_ahead(reading)
        reading.proof = reading.proof or listed
        if workplace_only and not any(token.kind == "workplace" for token in (*reading.before, *reading.after)):
            reading.rejected = True
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
    for previous, mention in pairwise(mentions):
        after, link, before = _cut(tokenize(text, previous.end, mention.start))
        readings[-1].after, readings[-1].link = after, link
        readings.append(_Reading(mention, before))
    rest = tokenize(text, mentions[-1].end, len(text))
    end = next((i for i, token in enumerate(rest) if token.kind == "end"), len(rest))
    readings[-1].after = rest[:end]
    return readings


def _after_last_end(tokens: list[Token]) -> list[Token]:
    ends = [i for i, token in enumerate(tokens) if token.kind == "end"]
    return tokens[ends[-1] + 1 :] if ends else tokens


def _cut(tokens: list[Token]) -> tuple[list[Token], str | None, list[Token]]:
    """Part the words between two mentions into what belongs to each, and the conjunction between them."""
    kinds = [token.kind for token in tokens]
    if "end" in kinds:
        return tokens[: kinds.index("end")], None, _after_last_end(tokens)
    unclosed = kinds.count("open") > kinds.count("close")
    depth = 0
    for i, kind in enumerate(kinds):
        if kind == "open" and unclosed:
            return tokens[:i], None, tokens[i + 1 :]
        depth += (kind == "open") - (kind == "close")
        if kind in _LINKS and depth <= 0:
            stop = next((j for j in range(i, len(kinds)) if kinds[j] not in _LINKS), len(kinds))
            link = next(link for link in ("or", "and", "comma") if link in kinds[i:stop])
            return tokens[:i], link, tokens[stop:]
    if "dash" in kinds:
        dash = kinds.index("dash")
        return tokens[:dash], None, tokens[dash + 1 :]
    if all(kind == "glue" for kind in kinds):
        return [], "and", tokens  # two names side by side
    return tokens, None, []


def _look_back(reading: _Reading) -> None:
    """Read the words before the name, from the nearest one outwards."""
    communication = False
    for i, token in reversed(list(enumerate(reading.before))):
        if token.kind == "level":
            if not communication:  # "strong communication skills in English" says nothing of the level
                reading.levels_before.append(token)
                reading.proof = True
        elif flags := _SAID_BEFORE.get(token.kind):
            reading.note(flags)
            communication = communication or token.kind == "communication"
        elif token.kind == "perk":
            reading.rejected = True
            return
        elif token.kind not in _PASSED and not (
            token.kind == "comma" and i and reading.before[i - 1].kind == "preferred"
        ):
            reading.proof = reading.proof or _is_spoken_in(reading.before, i)
            return
    reading.open_before = True


def _is_spoken_in(before: Sequence[Token], reached: int) -> bool:
    """Whether "in" stands in front of the name and a verb of speaking before the words that end at ``reached``."""
    return any(token.text.lower() in _IN for token in before[reached + 1 :]) and any(
        token.kind == "verb" and token.text.lower().startswith(_SPEAKING) for token in before[:reached]
    )


def _look_ahead(reading: _Reading) -> None:
    """Read the words after the name, up to the first that says nothing about the language."""
    linked = False
    adjective = not reading.mention.noun and not reading.mention.knowledge
    for i, token in enumerate(reading.after):
        if token.kind == "level":
            reading.levels_after.append(token)
        elif token.kind in _LINKS:
            linked = True
        elif token.kind == "mode":
            reading.proof = True
        elif token.kind in _PASSED:
            continue
        elif linked and not (reading.negated and token.kind == "preferred"):
            return
        elif flags := _SAID_AFTER.get(token.kind):
            reading.note(flags)
        else:
            # "German courses"; "German customers": the name is the adjective of a noun that is no skill.
            reading.rejected = token.kind == "perk" or (token.kind == "word" and not i and adjective)
            return


def _spread_forward(readings: list[_Reading]) -> None:
    """What stands before a list holds for its later members too, until one has words of its own."""
    for previous, reading in pairwise(readings):
        if previous.link is None or not reading.open_before or previous.rejected:
            continue
        own_end = reading.preferred_after or reading.required
        reading.proof = reading.proof or previous.proof
        if previous.link == "comma" and (previous.mention.knowledge or _has_purpose(reading)):
            continue  # "Sehr gute Deutschkenntnisse, Englisch zum Lesen"
        if not (previous.required or previous.preferred_after) and not (previous.link == "comma" and own_end):
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
        if reading.link == "comma" and any(token.kind == "mode" for token in reading.after):
            continue  # "Deutsch in Wort und Schrift, Französisch B1"
        complete = reading.mention.knowledge or any(token.kind == "skill" for token in reading.after)
        if not (reading.mention.open or not own_level) and complete:
            continue
        reading.proof = reading.proof or following.proof or following.mention.knowledge or bool(following.levels_after)
        if not reading.level:
            reading.inherited = following.levels_after
        singular = any(token.text.lower() in {"is", "ist"} for token in following.after)
        if following.preferred_after and not (own_level and singular and reading.link != "or") and not reading.required:
            reading.preferred = reading.preferred_after = True
        if following.negated and not following.preferred and not own_level and reading.link != "comma":
            reading.negated = True


def _has_purpose(reading: _Reading) -> bool:
    """Whether words behind the name say what it is for, which is all that is asked then."""
    return bool(reading.after) and reading.after[0].text.lower() in _PURPOSE


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
