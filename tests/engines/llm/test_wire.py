from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.engines.llm.wire import (
    ANSWER_SCHEMA,
    MAX_NAME,
    Answer,
    DutyItem,
    LanguageItem,
    SkillItem,
    WireError,
    parse_answer,
    parse_duty,
    parse_language,
    parse_skill,
    write_duty,
    write_language,
    write_skill,
)
from jdextract.models import (
    Activity,
    Category,
    Evidence,
    Kind,
    LanguageRequirement,
    Level,
    Requirement,
    Responsibility,
    Skill,
    Surface,
)

EMPTY: dict[str, list[str]] = {"must": [], "nice": [], "named": [], "duties": [], "languages": []}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("12 PostgreSQL", {"segment": 12, "name": "PostgreSQL"}, id="plain"),
        pytest.param("3 .NET", {"segment": 3, "name": ".NET"}, id="leading dot"),
        pytest.param("3 C#", {"segment": 3, "name": "C#"}, id="sharp is no category"),
        pytest.param("3 C++ |2", {"segment": 3, "name": "C++", "group": 2}, id="group"),
        pytest.param("3 CI/CD", {"segment": 3, "name": "CI/CD"}, id="slash is no kind"),
        pytest.param("5 3D modelling", {"segment": 5, "name": "3D modelling"}, id="name begins with a digit"),
        pytest.param("9 Ledgerbird #domains", {"name": "Ledgerbird", "category": "domains"}, id="category"),
        pytest.param(
            "9 vertical farming #domains/concept",
            {"name": "vertical farming", "category": "domains", "kind": "concept"},
            id="category and kind",
        ),
        pytest.param(
            "9 Kubernetes = K8 clusters #devops_cloud/technology |2",
            {
                "name": "Kubernetes",
                "group": 2,
                "category": "devops_cloud",
                "kind": "technology",
                "words": "K8 clusters",
            },
            id="marks-behind-words",
        ),
        pytest.param("9 Go = golang #1", {"name": "Go", "words": "golang #1"}, id="no-mark-behind-words"),
        pytest.param("9 Kubernetes = K8 clusters", {"name": "Kubernetes", "words": "K8 clusters"}, id="words"),
        pytest.param(
            "9 Go |1 #languages_frameworks/technology = golang = ours",
            {
                "name": "Go",
                "group": 1,
                "category": "languages_frameworks",
                "kind": "technology",
                "words": "golang = ours",
            },
            id="all",
        ),
        pytest.param("9 Go #languages_frameworks |1", {"name": "Go", "group": 1}, id="other order"),
        pytest.param(" [12]  Redis ", {"segment": 12, "name": "Redis"}, id="bracketed number"),
        pytest.param("12: Redis", {"segment": 12, "name": "Redis"}, id="number as rendered"),
    ],
)
def test_parse_skill(raw: str, expected: dict[str, Any]):
    item = parse_skill(raw, "required")
    assert {field: getattr(item, field) for field in expected} == expected
    assert (item.raw, item.requirement) == (raw, "required")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("7 build_apis", DutyItem("7 build_apis", 7, "build_apis"), id="plain"),
        pytest.param(
            "7 integrate_systems: banking software",
            DutyItem("7 integrate_systems: banking software", 7, "integrate_systems", object="banking software"),
            id="object",
        ),
        pytest.param(
            "7 other: run a booth: twice a year",
            DutyItem("7 other: run a booth: twice a year", 7, "other", summary="run a booth: twice a year"),
            id="other",
        ),
        pytest.param("7 Build_APIs", DutyItem("7 Build_APIs", 7, "build_apis"), id="letter case"),
    ],
)
def test_parse_duty(raw: str, expected: DutyItem):
    assert parse_duty(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("9 de C1 must", ("de", "C1", "required", None), id="level"),
        pytest.param("9 de nice", ("de", None, "preferred", None), id="no level"),
        pytest.param("9 en - named", ("en", None, "mentioned", None), id="dash for no level"),
        pytest.param("9 de must B2 |3", ("de", "B2", "required", 3), id="other order and group"),
        pytest.param("9 DE NATIVE preferred", ("de", "native", "preferred", None), id="letter case, public word"),
    ],
)
def test_parse_language(raw: str, expected: tuple[Any, ...]):
    assert parse_language(raw) == LanguageItem(raw, 9, *expected)


@pytest.mark.parametrize(
    ("key", "raw", "reason"),
    [
        pytest.param("must", "PostgreSQL", "it does not begin with the number of a segment", id="no number"),
        pytest.param("must", "12", "it does not begin with the number of a segment", id="no name"),
        pytest.param("must", "12 #databases", "no name of a skill", id="only a category"),
        pytest.param("must", "12 x #toys", "'toys' is no category", id="unknown category"),
        pytest.param("must", "12 x #tools/toy", "'toy' is no kind", id="unknown kind"),
        pytest.param("must", "12 " + "x" * (MAX_NAME + 1), "no name of a skill", id="a sentence"),
        pytest.param("must", "12 <script>alert(1)</script>", "no name of a skill", id="markup"),
        pytest.param("must", "12 see https://example.org", "no name of a skill", id="address"),
        pytest.param("must", "12 =HYPERLINK(1)", "no name of a skill", id="formula"),
        pytest.param(
            "duties", "3 other: <b>x</b>", "what stands behind the activity is no plain words", id="markup as a summary"
        ),
        pytest.param(
            "duties",
            "3 integrate_systems: javascript:x",
            "what stands behind the activity is no plain words",
            id="link as an object",
        ),
        pytest.param("duties", "7 build_api", "'build_api' is no activity", id="unknown activity"),
        pytest.param("duties", "7 other", '"other" needs a summary: "SEGMENT other: SUMMARY"', id="other says nothing"),
        pytest.param("languages", "9 german C1 must", "'german' is no ISO 639-1 code", id="language name"),
        pytest.param("languages", "9 de C1", "a language needs one of must, nice, named", id="no requirement"),
        pytest.param("languages", "9 de fluent must", "'fluent' is neither a level", id="unknown level"),
    ],
)
def test_strings_that_are_no_facts_are_kept_with_their_reason(key: str, raw: str, reason: str):
    items = parse_answer(json.dumps(EMPTY | {key: [raw]}))
    assert (items.skills, items.duties, items.languages) == ((), (), ())
    assert [item.raw for item in items.invalid] == [raw]
    assert items.invalid[0].reason.startswith(reason)


def test_requirement_follows_from_the_key():
    items = parse_answer(json.dumps(EMPTY | {"must": ["1 a"], "nice": ["1 b"], "named": ["1 c"]}))
    assert [(skill.name, skill.requirement) for skill in items.skills] == [
        ("a", "required"),
        ("b", "preferred"),
        ("c", "mentioned"),
    ]


@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```", "  ```\n{}```\n"], ids=["bare", "json", "plain fence"])
def test_fences_are_forgiven(fence: str):
    assert parse_answer(fence.replace("{}", json.dumps(EMPTY))).skills == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("I cannot do that.", id="prose"),
        pytest.param('{"must": ["1 a"', id="cut off"),
        pytest.param("[]", id="list"),
        pytest.param(json.dumps({"must": []}), id="missing keys"),
        pytest.param(json.dumps(EMPTY | {"note": "x"}), id="extra key"),
        pytest.param(json.dumps(EMPTY | {"must": None}), id="null"),
        pytest.param(json.dumps(EMPTY | {"must": [12]}), id="number"),
        pytest.param(json.dumps(EMPTY | {"must": [{"segment": 1}]}), id="object"),
    ],
)
def test_other_answers_are_rejected(text: str):
    with pytest.raises(WireError):
        parse_answer(text)


def test_error_names_the_place():
    with pytest.raises(WireError, match=r"^must\.0: Input should be a valid string"):
        parse_answer(json.dumps(EMPTY | {"must": [12]}))


def test_schema_is_strict_and_the_models():
    assert list(ANSWER_SCHEMA["properties"]) == ANSWER_SCHEMA["required"] == list(Answer.model_fields)
    assert ANSWER_SCHEMA["additionalProperties"] is False
    unsupported = {"default", "pattern", "minItems", "maxItems", "prefixItems", "format", "anyOf", "$ref", "title"}
    assert not unsupported & set(_keywords(ANSWER_SCHEMA))


def _keywords(schema: Any):
    for key, value in schema.items():
        yield key
        if key == "properties":
            for nested in value.values():
                yield from _keywords(nested)
        elif isinstance(value, dict):
            yield from _keywords(value)


_names = st.from_regex(r"[A-Za-z.][A-Za-z0-9+#./\- ]{0,30}[A-Za-z0-9+#]", fullmatch=True).map(lambda s: s.strip())
_phrases = st.from_regex(r"[a-zäöü][a-zäöü :=-]{0,40}[a-zäöü]", fullmatch=True).map(lambda s: " ".join(s.split()))
_numbers = st.integers(1, 9_999)
_groups = st.none() | st.integers(1, 99)


def _evidence(segment: int) -> Evidence:
    return Evidence(segment=segment, text="x", start=0, end=1, status="segment")


@given(
    segment=_numbers,
    name=_names.filter(lambda name: " #" not in name),
    group=_groups,
    category=st.sampled_from(get_args(Category)),
    kind=st.sampled_from(get_args(Kind)),
    words=st.none() | _phrases,
    classified=st.booleans(),
)
def test_skills_survive_the_wire(*, segment, name, group, category, kind, words, classified):
    skill = Skill(
        name=name,
        kind=kind,
        category=category,
        requirement="required",
        any_of=group,
        surface=Surface(text=words, start=0, end=1) if words else None,
        evidence=_evidence(segment),
    )
    raw = write_skill(skill, classified=classified, quoted=True)
    expected = (category, kind) if classified else (None, None)
    assert parse_skill(raw, "required") == SkillItem(raw, segment, name, "required", group, *expected, words)


@given(_numbers, st.sampled_from(get_args(Activity)), _phrases)
def test_duties_survive_the_wire(segment, activity, phrase):
    detail = {"summary": phrase} if activity == "other" else {"object": phrase}
    duty = Responsibility(activity=activity, theme="other", evidence=_evidence(segment), **detail)
    raw = write_duty(duty)
    assert parse_duty(raw) == DutyItem(raw, segment, activity, duty.object, duty.summary)


@given(
    _numbers,
    st.sampled_from(["de", "en", "no", "is"]),
    st.none() | st.sampled_from(get_args(Level)),
    st.sampled_from(get_args(Requirement)),
    _groups,
)
def test_languages_survive_the_wire(segment, code, level, requirement, group):
    language = LanguageRequirement(
        language=code, level=level, requirement=requirement, any_of=group, evidence=_evidence(segment)
    )
    raw = write_language(language)
    assert parse_language(raw) == LanguageItem(raw, segment, code, level, requirement, group)
