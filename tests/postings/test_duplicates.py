from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jdextract.models import Posting
from jdextract.postings.duplicates import DuplicateIndex, mark_duplicates, sign

_WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("amber", "ocket", "illow", "eather", "undle")]


def words(seed, count):
    rng = random.Random(str(seed))  # noqa: S311 - words of a test
    return [f"{rng.choice(_WORDS)}{rng.randrange(50)}" for _ in range(count)]


def job(seed, *, boilerplate=0, count=160):
    """A text of words that is of its own but for the company's boilerplate around it."""
    about = words("the company", boilerplate)
    own = words(seed, count - boilerplate)
    return [*about[: boilerplate // 2], *own, *about[boilerplate // 2 :]]


def posting(id_, text, **known):
    text = text if isinstance(text, str) else " ".join(text)
    return Posting(**{"id": id_, "company": "Acme", "country": "DE", "text": text, **known})


def marks(*postings):
    return [marked.duplicate_of for marked in mark_duplicates(postings)]


BASE = job("a")


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(BASE, id="word for word"),
        pytest.param([*BASE, "Posted", "again", "on", "Monday."], id="a line more"),
        pytest.param(BASE[6:], id="a line less"),
        pytest.param([*BASE[:80], "Cork", *BASE[81:]], id="another city"),
        pytest.param("\n- ".join(" ".join(BASE[start : start + 8]) for start in range(0, 160, 8)), id="bullets"),
        pytest.param("\n".join(BASE), id="other line ends"),
    ],
)
def test_copies(copy):
    assert marks(posting("1", BASE), posting("2", copy)) == [None, "1"]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        pytest.param(job("b"), {}, id="another text"),
        pytest.param(job("b", boilerplate=120), {}, id="another job under three quarters of boilerplate"),
        pytest.param(job("a", boilerplate=120), {"company": "Other"}, id="another company"),
        pytest.param(job("a", boilerplate=120), {"company": None}, id="no company"),
        pytest.param(job("a", boilerplate=120), {"country": "AT"}, id="another country"),
        pytest.param(job("a", boilerplate=120), {"country": None}, id="no country"),
        pytest.param(job("a", boilerplate=120), {"seniority": "senior"}, id="another seniority"),
        pytest.param(job("a", boilerplate=120), {"role": "backend"}, id="another role"),
        pytest.param("  ", {}, id="no text"),
    ],
)
def test_no_copies(text, known):
    assert marks(posting("1", job("a", boilerplate=120)), posting("2", text, **known)) == [None, None]


@pytest.mark.parametrize(
    ("first", "second", "known", "marked"),
    [
        pytest.param(BASE, BASE, {"company": None}, "1", id="no company, the same text"),
        pytest.param(BASE, [*BASE, "more"], {"company": None}, None, id="no company, nearly the same text"),
        pytest.param("We need Go.", "We need Go.", {}, "1", id="the same few words"),
        pytest.param("We need Go.", "We need C.", {}, None, id="other few words"),
        pytest.param(" ", " ", {}, None, id="no text twice"),
    ],
)
def test_where_only_the_same_text_counts(first, second, known, marked):
    assert marks(posting("1", first, **known), posting("2", second, **known)) == [None, marked]


def test_companies_differ_in_more_than_letters():
    assert marks(posting("1", BASE), posting("2", BASE, company=" ACME ")) == [None, "1"]


def test_all_copies_name_the_first():
    assert marks(*(posting(str(number), [*BASE, f"w{number}"]) for number in range(5))) == [None, *["0"] * 4]


def test_small_edits_do_not_add_up_to_another_job():
    steps = [[*BASE[: 160 - 10 * step], *job("b")[160 - 10 * step :]] for step in range(9)]
    marked = marks(*(posting(str(number), text) for number, text in enumerate(steps)))
    assert marked[1] == "0"
    assert marked[-1] != "0"


def test_what_is_marked_already_stays():
    given_, copy = posting("1", BASE, duplicate_of="elsewhere"), posting("2", BASE)
    assert marks(given_, copy) == ["elsewhere", None]


def test_a_posting_read_twice_is_no_copy_of_itself():
    assert marks(posting("1", BASE), posting("1", BASE)) == [None, None]


def test_it_is_lazy():
    stream = iter([posting("1", BASE)])
    marked = mark_duplicates(stream)
    assert next(stream).id == "1"
    assert list(marked) == []


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_groups_are_the_same_in_any_order(data):
    copies = [
        posting(f"{seed}-{number}", [*job(seed, boilerplate=80)[number:], *words(f"{seed} {number}", 2)])
        for seed in range(data.draw(st.integers(1, 5)))
        for number in range(data.draw(st.integers(1, 4)))
    ]
    shuffled = data.draw(st.permutations(copies))
    groups: dict[str, set[str]] = {}
    for marked in mark_duplicates(shuffled):
        groups.setdefault(marked.duplicate_of or marked.id, set()).add(marked.id)
    assert {frozenset(members) for members in groups.values()} == {
        frozenset(copy.id for copy in copies if copy.id.startswith(f"{seed}-"))
        for seed in {copy.id.partition("-")[0] for copy in copies}
    }
    assert all(first in members for first, members in groups.items())


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=60))
def test_a_signature_depends_on_nothing_but_the_words(some):
    assert sign(some) == sign(list(some))
    assert len(sign(some)) == 128


def test_many_postings_are_few_bytes_each():
    index = DuplicateIndex()
    for number in range(3000):
        assert index.first_of(posting(f"posting-{number:05}", job(number, count=24), company="Acme")) is None
    assert len(index) == 3000
    assert index.size_bytes / len(index) < 400
    assert index.first_of(posting("again", job(1234, count=24), company="Acme")) == "posting-01234"
