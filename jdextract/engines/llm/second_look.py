"""A second reader's finds, put to the model: required technologies that its answer left out.

Models overlook more than they invent. The follow-up names only what another reader (the lexicon engine) found
demanded and the answer lacks, with its line; only these names are taken from what comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from jdextract.engines.llm.completion import Completion, Message
from jdextract.engines.llm.grounding import Fact
from jdextract.engines.llm.reask import Turn
from jdextract.models import Extraction, Posting, Skill
from jdextract.taxonomy import name_key

SecondReader = Callable[[Posting], Extraction]

MAX_NAMES = 20
"""Technologies that one follow-up asks about."""


def left_out(found: Extraction, answered: Extraction) -> list[Skill]:
    """The required technologies with a line among ``found`` that ``answered`` lacks, at most `MAX_NAMES`."""
    there = {name_key(skill.name) for skill in answered.skills}
    missing = [
        skill
        for skill in found.skills
        if skill.kind == "technology"
        and skill.requirement == "required"
        and skill.known
        and skill.evidence.segment is not None
        and name_key(skill.name) not in there
    ]
    return missing[:MAX_NAMES]


def shown_in(turn: Turn, skills: Iterable[Skill]) -> list[Skill]:
    """Those of ``skills`` whose line the turn's request shows: a long posting is read in several."""
    text = turn.request.messages[1].content
    return [skill for skill in skills if f"\n{skill.evidence.segment}: " in text]


def second_turn(turn: Turn, completion: Completion, skills: Sequence[Skill]) -> Turn:
    """The turn that asks about ``skills`` after ``completion`` has answered ``turn``."""
    entries = "\n".join(f"- {skill.evidence.segment} {skill.name}" for skill in skills)
    question = (
        f"Another reader found these technologies in the lines named, and you left them out:\n{entries}\n"
        "Answer with the same JSON object, holding only those of them that the posting asks of the person hired, or "
        "names as stack or in a duty, each in the list of its level. Leave out what is negated, or concerns the "
        "company's product, other roles, perks or training. All other entries stand; do not repeat them."
    )
    messages = (*turn.request.messages, Message("assistant", completion.text), Message("user", question))
    return replace(turn, request=replace(turn.request, messages=messages))


def only_asked(facts: Iterable[Fact], skills: Iterable[Skill]) -> list[Fact]:
    """The grounded ones of ``facts`` that were asked about: nothing else may enter by this door."""
    asked = {name_key(skill.name) for skill in skills}
    return [
        fact
        for fact in facts
        if isinstance(fact.value, Skill) and not fact.problem and name_key(fact.value.name) in asked
    ]
