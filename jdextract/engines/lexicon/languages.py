"""Human languages that a posting asks for, with CEFR level and requirement, from English and German phrasing.

A language counts where words bound to its name say so: a level ("fluent", "B2", "Grundkenntnisse"), a noun of
skill ("Deutschkenntnisse", "English skills"), a verb of the person ("du sprichst") or a demand ("German is a
plus"). Nationalities, locations, courses and the language of an application are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.language_grammar import Ask, read_line
from jdextract.engines.lexicon.language_mentions import language_names, named_places
from jdextract.engines.lexicon.language_tokens import lowest, tokenize
from jdextract.engines.lexicon.structure import Passage, Structure
from jdextract.models import Evidence, LanguageRequirement, Level, Requirement

# A heading or a label over a plain list of languages.
_LANGUAGES_HEADING = expression(
    r"\W*(?:(?:required|human|spoken|foreign|your|deine|ihre) )?(?:languages?(?: (?:skills?|requirements?|proficiency))?|"
    r"(?:fremd)?sprach(?:en|kenntnisse))\W*",
    re.IGNORECASE,
)
# "- English", "Written English": what stands in front of a name that a demand begins with.
_BEGINS_WITH_NAME = expression(
    rf"[^\w(]*(?:(?:written|spoken|some|etwas|basic|business|schriftliches) )?(?:{'|'.join(name for names in language_names().values() for name in names)})(?!\w|[ -]\w)",
    re.IGNORECASE,
)
_SHORT = 60
"""Characters of a line that may name a language whose level stands in the next line."""

_UNREAD = frozenset({"benefits", "legal", "application"})


def find_languages(structure: Structure) -> tuple[LanguageRequirement, ...]:
    """The human languages that the posting asks for, each once, with its strongest requirement."""
    found: dict[str, LanguageRequirement] = {}
    numbers: dict[tuple[int, int], int] = {}
    for new, group in _asks(structure):
        if group is not None:
            new = new.model_copy(update={"any_of": numbers.setdefault(group, len(numbers) + 1)})  # noqa: PLW2901
        old = found.get(new.language)
        found[new.language] = _stronger(old, new) if old else new
    return tuple(found.values())


def _stronger(old: LanguageRequirement, new: LanguageRequirement) -> LanguageRequirement:
    """The demand outranks the wish; of equals, the one with a level that is stated, then one with any, else the first."""
    if old.requirement != new.requirement:
        return old if old.requirement == "required" else new
    if new.level is None:
        return old
    return new if old.level is None or (_states(new) and not _states(old)) else old


def _states(language: LanguageRequirement) -> bool:
    """Whether the evidence spells the level, rather than "good" or "fluent"."""
    return language.level is not None and language.level in (language.evidence.text or "")


def _asks(structure: Structure) -> Iterator[tuple[LanguageRequirement, tuple[int, int] | None]]:
    places = named_places(structure.folded.lower)
    if not places:
        return
    listed = False
    passages = structure.passages
    index = 0
    for number, passage in enumerate(passages):
        text = passage.text
        if len(text) <= _SHORT and _LANGUAGES_HEADING.fullmatch(text):
            listed = True
        elif passage.heading or len(text) > _SHORT:
            listed = False
        while index < len(places) and places[index] < passage.low:
            index += 1
        if index == len(places) or places[index] >= passage.high:
            continue
        unread = passage.section in _UNREAD and passage.headed and not listed
        in_list = listed or _is_list_of_languages(passage, text)
        for ask in read_line(text, listed=in_list, workplace_only=unread):
            evidence = passage.evidence
            demand: Requirement = "preferred" if ask.preferred or passage.section == "preferred" else "required"
            following = passages[number + 1] if number + 1 < len(passages) else None
            if ask.level is None and following and len(text) <= _SHORT and (level := _bare_level(following.text)):
                # "English level" over "Intermediate+" is a heading of its own, whatever stood above it.
                demand, ask = "required", Ask(ask.code, level, ask.preferred, ask.group)  # noqa: PLW2901
                evidence = Evidence(
                    segment=evidence.segment,
                    text=structure.text[passage.segment.start : following.segment.end],
                    start=passage.segment.start,
                    end=following.segment.end,
                    status="exact",
                )
            group = None if ask.group is None else (passage.start, ask.group)
            yield LanguageRequirement(language=ask.code, level=ask.level, requirement=demand, evidence=evidence), group


def _is_list_of_languages(passage: Passage, text: str) -> bool:
    """Whether a name alone is asked for: in a list of wishes, and in front of a demand ("- French, at any level")."""
    if passage.heading:
        return False
    if passage.section == "preferred":
        return passage.bullet or passage.headed
    return (
        passage.section == "requirements"
        and passage.headed
        and passage.bullet
        and _BEGINS_WITH_NAME.match(text) is not None
    )


def _bare_level(text: str) -> Level | None:
    """The level of a line that says nothing else ("Intermediate+")."""
    if len(text) > _SHORT:
        return None
    tokens = tokenize(text, 0, len(text))
    levels = [str(token.level) for token in tokens if token.kind == "level"]
    if not levels or any(token.kind not in ("level", "glue", "and", "or", "skill", "mode") for token in tokens):
        return None
    return lowest(levels)
