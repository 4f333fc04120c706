from __future__ import annotations

import json

import pytest

from jdextract.engines.llm.completion import Completion, FinishReason, Message, Request
from jdextract.engines.llm.grounding import Grounder
from jdextract.engines.llm.reask import MAX_PROBLEMS, MAX_REASKS, Turn, judge
from jdextract.engines.llm.wire import ANSWER_SCHEMA, SCHEMA_NAME, InvalidItem, parse_answer
from jdextract.errors import ContentFilterError, InvalidAnswerError, RefusedError, TruncatedError
from jdextract.models import Usage
from jdextract.segments import split_segments

EMPTY = {"must": [], "nice": [], "named": [], "duties": [], "languages": []}
FIRST = Turn(
    Request(
        "host", "m", (Message("system", "s"), Message("user", "u")), SCHEMA_NAME, ANSWER_SCHEMA, max_output_tokens=100
    )
)


def completion(text: str = json.dumps(EMPTY), reason: FinishReason = "stop") -> Completion:
    return Completion(text, Usage(), reason, "m-1")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(completion(), None, id="valid"),
        pytest.param(completion("{"), InvalidAnswerError, id="malformed"),
        pytest.param(completion('{"must": []}'), InvalidAnswerError, id="of another schema"),
        pytest.param(completion("I'm sorry", "refusal"), RefusedError, id="refused"),
        pytest.param(completion("", "content_filter"), ContentFilterError, id="filtered"),
        pytest.param(completion(reason="length"), TruncatedError, id="truncated, however whole it looks"),
    ],
)
def test_judge(answer: Completion, error: type[Exception] | None):
    verdict = judge(answer)
    assert verdict.error is error
    assert (verdict.items is None) == (error is not None)


def test_invalid_answer_is_shown_with_its_fault():
    answer = completion('{"must": []}')
    turn = FIRST.after_failure(answer, judge(answer))
    assert turn is not None
    assert [message.role for message in turn.request.messages] == ["system", "user", "assistant", "user"]
    assert turn.request.messages[2].content == '{"must": []}'
    assert "not a valid answer: nice: Field required" in turn.request.messages[3].content


def test_invalid_answers_are_asked_again_so_often_and_no_more():
    answer = completion("{")
    turn: Turn | None = FIRST
    for count in range(1, MAX_REASKS + 1):
        turn = turn and turn.after_failure(answer, judge(answer))
        assert turn is not None
        assert len(turn.request.messages) == 2 + 2 * count
    assert turn is not None
    assert turn.after_failure(answer, judge(answer)) is None


def test_empty_answer_leaves_no_empty_turn():
    answer = completion(" ")
    turn = FIRST.after_failure(answer, judge(answer))
    assert turn is not None
    assert turn.request.messages[2].content == "(no answer)"


def test_truncated_answer_gets_twice_the_room_once():
    answer = completion(reason="length")
    turn = FIRST.after_failure(answer, judge(answer))
    assert turn is not None
    assert (turn.request.max_output_tokens, turn.request.messages) == (200, FIRST.request.messages)
    assert turn.reasks == 0
    assert turn.after_failure(answer, judge(answer)) is None


@pytest.mark.parametrize("reason", ["refusal", "content_filter"])
def test_a_refusal_is_final(reason: FinishReason):
    answer = completion("no", reason)
    assert FIRST.after_failure(answer, judge(answer)) is None


def test_all_problems_in_one_message(taxonomy):
    text = json.dumps(EMPTY | {"must": ["1 Java", "7 Python", "1 Postgres"], "duties": ["1 dance"]})
    items = parse_answer(text)
    facts = Grounder(taxonomy).ground(items, split_segments("We know Postgres."))
    turn = FIRST.after_problems(completion(text), facts, items.invalid)
    assert turn is not None
    assert turn.reasks == 1
    *_, answer, correction = turn.request.messages
    assert answer.content == text
    assert correction.content.splitlines()[:4] == [
        "These entries do not hold:",
        '- "1 Java": line 1 does not name Java',
        '- "7 Python": there is no line 7; the last is 1',
        "- \"1 dance\": 'dance' is no activity",
    ]
    assert "Postgres" not in correction.content


def test_nothing_is_asked_without_problems_or_re_asks_left():
    assert FIRST.after_problems(completion(), [], []) is None
    spent = Turn(FIRST.request, reasks=MAX_REASKS)
    assert spent.after_problems(completion(), [], [InvalidItem("x", "y")]) is None


def test_an_answer_full_of_inventions_is_not_listed_in_full():
    invalid = [InvalidItem(f"x{number}", "no") for number in range(5 * MAX_PROBLEMS)]
    turn = FIRST.after_problems(completion(), [], invalid)
    assert turn.request.messages[-1].content.count('"x') == MAX_PROBLEMS
