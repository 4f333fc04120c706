"""What is asked again, and how often: corrections as the next turn of a conversation.

At most `MAX_REASKS` re-asks a conversation. An invalid answer is asked for again as a whole, with its
fault; facts that do not ground are asked for once, all in one message, and only their replacements are to
be answered. An answer that hit the output limit is asked for once more with twice the limit. A refusal or a
filter is never asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from jdextract.cache import request_key
from jdextract.engines.llm.completion import Completion, Message, Request
from jdextract.engines.llm.grounding import Fact
from jdextract.engines.llm.wire import InvalidItem, Items, WireError, parse_answer
from jdextract.errors import ContentFilterError, EngineError, InvalidAnswerError, RefusedError, TruncatedError

MAX_REASKS = 2

MAX_PROBLEMS = 100
"""Entries that one re-ask names: an answer that invents more is not worth the tokens."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a completion can be used: its items, or the error that it stands for and why."""

    items: Items | None
    error: type[EngineError] | None = None
    reason: str = ""


def judge(completion: Completion) -> Verdict:
    """Look at how the completion ended, then at its form."""
    match completion.finish_reason:
        case "length":
            return Verdict(
                None,
                TruncatedError,
                "the answer hit the limit of output tokens, and of twice as many; split the posting, or raise max_output_tokens",
            )
        case "refusal":
            return Verdict(
                None, RefusedError, f"the model declined: {completion.text.strip()[:200]!r}; try another model"
            )
        case "content_filter":
            return Verdict(
                None,
                ContentFilterError,
                "the provider's content filter stopped the answer; try another model for this posting",
            )
    try:
        return Verdict(parse_answer(completion.text))
    except WireError as error:
        return Verdict(None, InvalidAnswerError, str(error))


@dataclass(frozen=True)
class Turn:
    """A request and what led to it; ``key`` is where the cache has its answer."""

    request: Request
    reasks: int = 0
    enlarged: bool = False

    @cached_property
    def key(self) -> str:
        """Computed once: hashing a posting is a tenth of all work on it."""
        return request_key(self.request.identity())

    def after_failure(self, completion: Completion, verdict: Verdict) -> Turn | None:
        """The turn that may mend an unusable answer; ``None`` where there is none left."""
        if verdict.error is TruncatedError and not self.enlarged:
            larger = replace(self.request, max_output_tokens=2 * self.request.max_output_tokens)
            return replace(self, request=larger, enlarged=True)
        if verdict.error is InvalidAnswerError and self.reasks < MAX_REASKS:
            return self._followed_by(completion, _invalid_message(verdict.reason))
        return None

    def after_problems(
        self, completion: Completion, facts: Iterable[Fact], invalid: Iterable[InvalidItem]
    ) -> Turn | None:
        """The turn that asks once more for what does not ground; ``None`` if there is nothing to ask, or no re-ask left."""
        problems = [(fact.raw, fact.problem) for fact in facts if fact.problem]
        problems += [(item.raw, item.reason) for item in invalid]
        if not problems or self.reasks >= MAX_REASKS:
            return None
        return self._followed_by(completion, _ungrounded_message(problems))

    def _followed_by(self, completion: Completion, correction: str) -> Turn:
        # Some endpoints reject an empty turn.
        answer = Message("assistant", completion.text if completion.text.strip() else "(no answer)")
        messages = (*self.request.messages, answer, Message("user", correction))
        return replace(self, request=replace(self.request, messages=messages), reasks=self.reasks + 1)


def _invalid_message(reason: str) -> str:
    return (
        f"That is not a valid answer: {reason[:300]}\n"
        "Answer again, in full, with nothing but the JSON object of the five lists "
        '"must", "nice", "named", "duties", "languages".'
    )


def _ungrounded_message(problems: Iterable[tuple[str, str]]) -> str:
    named = islice(dict(problems).items(), MAX_PROBLEMS)
    entries = "\n".join(f'- "{raw[:200]}": {problem}' for raw, problem in named)
    return (
        f"These entries do not hold:\n{entries}\n"
        "Answer with the same JSON object, holding only their replacements: each with the line that proves it, "
        'and with " = " and that line\'s own words where it names the skill in other words. '
        "Leave out what the posting does not say. All other entries stand; do not repeat them."
    )
