from __future__ import annotations

import json

import pytest

from jdextract.cli import log, progress
from jdextract.cli.tally import LISTED, Tally
from jdextract.events import PostingDone, PostingFailed, PostingSkipped, RateLimited, RunStarted
from jdextract.models import Usage

PAID = Usage(input_tokens=1_000, output_tokens=50, cost_usd=0.25)


@pytest.fixture
def tally(clock):
    return Tally(total=8, clock=clock)


def test_the_line_has_all_that_a_person_wants_to_know(tally, clock):
    for event in (
        RunStarted("openai/any", 4),
        PostingDone("a", cached=False, attempts=1, usage=PAID),
        PostingDone("b", cached=True, attempts=0, usage=Usage()),
        PostingFailed("c", "refused", "no", 1, PAID),
        PostingSkipped("d", "empty_text"),
    ):
        tally.note(event)
    clock.now += 10
    assert tally.line() == (
        "4 of 8 postings, 2 read, 1 from the cache, 1 failed, 1 empty, 2,000 + 100 tokens, $0.5000 (0.4/s, 0:00:10 left)"
    )


def test_a_wait_for_the_rate_limit_is_shown_while_it_lasts(tally, clock):
    tally.note(RateLimited(20.0, "429"))
    clock.now += 5
    assert "waiting 15 s for the rate limit" in tally.line()
    clock.now += 15
    assert "rate limit" not in tally.line()


def test_many_failures_are_counted_and_the_first_kept(tally):
    for number in range(1_000):
        tally.note(PostingFailed(str(number), "refused", "no", 1, Usage()))
    assert (tally.failed, len(tally.failures), tally.exit_code) == (1_000, LISTED, 1)


def test_without_a_terminal_there_is_a_plain_line_now_and_then(tally, clock, capsys):
    with progress.showing(quiet=False, clock=clock) as show:
        for _ in range(25):
            clock.now += 1
            show(tally)
    assert capsys.readouterr().err == f"{'0 of 8 postings, 0 read (0.0/s)'}\n" * 2


def test_quiet_says_nothing(tally, clock, capsys):
    with progress.showing(quiet=True, clock=clock) as show:
        clock.now += 60
        show(tally)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["a.jsonl"], 3), (["a.jsonl", "b.txt", "c.html"], 5), (["d.csv"], None)],
    ids=["lines", "files", "a table"],
)
def test_postings_are_counted_where_that_is_cheap(tmp_path, names, expected):
    for name in names:
        (tmp_path / name).write_text("{}\n" * 3)
    assert progress.count_postings([str(tmp_path / name) for name in names]) == expected


def test_events_go_into_a_log(jdextract, tmp_path):
    (tmp_path / "a.txt").write_text("You know Python.")
    for _ in range(2):
        assert jdextract("extract", "a.txt", "-o", "x.jsonl", "--log", "logs/run.jsonl").code == 0
    rows = [json.loads(line) for line in (tmp_path / "logs/run.jsonl").read_text().splitlines()]
    assert [row["event"] for row in rows] == ["RunStarted", "PostingDone", "RunFinished"] * 2
    assert rows[0]["engine"] == "lexicon"


def test_a_log_that_cannot_be_opened_is_named(jdextract, tmp_path):
    (tmp_path / "a.txt").write_text("You know Python.")
    result = jdextract("extract", "a.txt", "--log", tmp_path)
    assert result.code == 2
    assert "--log" in result.err


def test_a_log_that_cannot_be_written_is_given_up(capsys):
    with log.logging_to(log.Path("/dev/full")) as listen:
        listen(RunStarted("lexicon", 1))
        listen(RunStarted("lexicon", 1))
    assert capsys.readouterr().err.count("No space left on device") == 1
