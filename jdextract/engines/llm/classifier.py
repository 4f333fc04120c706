"""`NameClassifier`: one small call sorts the names of many skills; each answer is kept under its own name.

What is stored for a name is the answer to the request that asks about it alone, so that it is paid for once over
all corpora, whatever other names it was asked with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from jdextract.engines.classification import MAX_NAMES, Classification, SkillClass
from jdextract.engines.llm.answers import Answers
from jdextract.engines.llm.completion import Completion, CompletionClient, Message, Request
from jdextract.engines.llm.grounding import kind_by_spelling
from jdextract.engines.llm.reask import Turn
from jdextract.engines.llm.rendering import visible_text
from jdextract.engines.llm.wire import strip_fence
from jdextract.errors import EngineError, InvalidAnswerError
from jdextract.models import Category, Kind, Usage
from jdextract.prompting import load_prompt

PROMPT = "classify_skills.v1"

_CLASS = re.compile(r"\s*(\d{1,6})[:.)]?\s+([a-z_]+)[\s/]+([a-z]+)\s*")
_CATEGORIES: Mapping[str, Category] = {category: category for category in get_args(Category)}
_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
_REMEMBERED = 20_000
"""Names whose classes are kept at hand: more than most corpora have, and a few megabytes."""


class _Answer(BaseModel):
    model_config = ConfigDict(strict=True)

    skills: list[str]


_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "skills": {"type": "array", "items": {"type": "string"}, "description": '"NUMBER CATEGORY KIND", one a name'}
    },
    "required": ["skills"],
    "additionalProperties": False,
}


class NameClassifier:
    """Sorts names with the model behind ``client``; a `jdextract.engines.classification.SkillClassifier`.

    Args:
        client: where requests are sent, through the run's limits and budget.
        template: a request of the engine's: model, endpoint, mode and sampling are taken from it.
        answers: where the answer for each name is kept.
        may_ask: whether there may be calls; without, it recalls what was sorted before.
    """

    def __init__(self, client: CompletionClient, template: Request, answers: Answers, *, may_ask: bool = True) -> None:
        self.may_ask = may_ask
        self._client = client
        self._prompt = load_prompt(PROMPT)
        system = Message("system", self._prompt.system)
        self._template = replace(template, messages=(system,), schema_name="skill_classes", schema=_SCHEMA)
        self._answers = answers
        self._remembered: dict[str, SkillClass] = {}

    def recall(self, names: Collection[str]) -> Mapping[str, SkillClass]:
        """The classes of those of ``names`` that were sorted before, in this run or any other over the cache.

        Raises:
            CacheError: the cache cannot be read.
        """
        return {name: found for name in names if (found := self._recall(name)) is not None}

    async def classify(self, names: Collection[str]) -> Classification:
        """Sort ``names``, asking about those that were never sorted; one that the answer lacks goes by its spelling.

        Raises:
            EngineError: a call failed, or its answer cannot be used.
            CacheError: the cache cannot be read.
        """
        classes = dict(self.recall(names))
        usage, attempts = Usage(), 0
        new = iter(sorted(name for name in names if name not in classes))  # in whatever order postings were read
        while batch := list(islice(new, MAX_NAMES)):
            try:
                completion = await self._ask(batch, classes)
            except EngineError as error:
                error.usage, error.attempts = usage + error.usage, attempts + error.attempts
                raise
            if completion is not None:
                usage, attempts = usage + completion.usage, attempts + completion.attempts
        return Classification(classes, usage, attempts)

    async def _ask(self, names: Sequence[str], classes: dict[str, SkillClass]) -> Completion | None:
        """Add to ``classes``; ``None`` without a call where the cache has an unusable answer to the same question."""
        turn = self._turn(names)
        if self._answers.failed(turn):
            return None
        completion = await self._client.complete(turn.request)
        try:
            found = read_classes(completion, len(names))
        except InvalidAnswerError as error:
            self._answers.keep(turn, completion, usable=False)
            error.usage, error.attempts = completion.usage, completion.attempts
            raise
        usage = completion.usage
        for number, name in enumerate(names, 1):
            known = found.get(number) or SkillClass(kind_by_spelling(name), "other")
            alone = json.dumps({"skills": [f"1 {known.category} {known.kind}"]})
            self._answers.keep(self._turn([name]), replace(completion, text=alone, usage=usage), usable=True)
            self._remember(name, known)
            classes[name] = known
            usage = Usage()  # of the call as a whole, so it is with the first name
        return completion

    def _turn(self, names: Sequence[str]) -> Turn:
        lines = "\n".join(f"{number}: {visible_text(name)}" for number, name in enumerate(names, 1))
        user = Message("user", self._prompt.render(names=f"<names>\n{lines}\n</names>"))
        return Turn(replace(self._template, messages=(*self._template.messages, user)))

    def _recall(self, name: str) -> SkillClass | None:
        if (known := self._remembered.get(name)) is None and (stored := self._answers.usable(self._turn([name]))):
            try:
                known = read_classes(stored, 1).get(1)
            except InvalidAnswerError:
                return None  # of another program: asked for anew
            if known:
                self._remember(name, known)
        return known

    def _remember(self, name: str, skill_class: SkillClass) -> None:
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)))
        self._remembered[name] = skill_class


def read_classes(completion: Completion, names: int) -> dict[int, SkillClass]:
    """The classes in an answer about so many names, by the number of each; strings that are none are left out.

    Raises:
        InvalidAnswerError: the answer was cut short or refused, or is not of the schema.
    """
    if completion.finish_reason != "stop":
        raise InvalidAnswerError(
            f"the names of skills were not sorted ({completion.finish_reason}); run again to ask once more",
            raw=completion.text,
        )
    try:
        lines = _Answer.model_validate_json(strip_fence(completion.text)).skills
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise InvalidAnswerError(
            f"the names of skills were not sorted: {first['msg']}; run again to ask once more", raw=completion.text
        ) from error
    classes: dict[int, SkillClass] = {}
    for line in lines:
        match = _CLASS.fullmatch(line)
        if match and match[2] in _CATEGORIES and match[3] in _KINDS and 1 <= int(match[1]) <= names:
            category, kind = _CATEGORIES[match[2]], _KINDS[match[3]]
            if (kind == "soft") != (category == "soft_skills"):
                continue
            classes.setdefault(int(match[1]), SkillClass(kind, category))
    return classes
