"""Every message of every error, in one table: what it names, with the place where there is one, and the remedy.

`error_messages.tsv` has a row for each place that makes an error, with the message as the source has it; ``names`` and
``remedy`` are parts of the message. A message without a row fails, so that no error comes without a remedy.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from jdextract import errors
from tests.support.error_sites import NAMES, Site, find_sites

with (Path(__file__).parent / "error_messages.tsv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
KNOWN = {Site(row["module"], row["error"], row["message"]) for row in ROWS}


def test_every_message_has_a_row():
    missing = [f"{site.module}\t{site.error}\tNAMES\tREMEDY\t{site.message}" for site in sorted(find_sites() - KNOWN)]
    assert not missing, "add to tests/error_messages.tsv, with what the message names and its remedy:\n" + "\n".join(
        missing
    )


def test_every_row_has_its_message():
    stale = [f"{site.module}: {site.message}" for site in sorted(KNOWN - find_sites())]
    assert not stale, "remove from tests/error_messages.tsv, or bring up to date:\n" + "\n".join(stale)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['module']}: {row['message'][:50]}" for row in ROWS])
def test_a_message_names_the_thing_and_says_what_to_do(row):
    message = row["message"]
    assert row["names"]
    assert row["names"] in message
    assert row["remedy"]
    assert row["remedy"] in message
    assert row["remedy"] != row["names"]
    assert not message.endswith((".", "!"))
    assert not message.startswith(("Error", "Failed", "Invalid"))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_error_has_a_kind_of_its_own_and_is_drawn_in_the_tree(name):
    found = getattr(errors, name)
    kinds = [getattr(errors, other).kind for other in NAMES]
    assert kinds.count(found.kind) == 1
    assert name in (errors.__doc__ or "")


def test_an_engines_error_carries_what_is_needed_to_act():
    error = errors.InvalidAnswerError("no JSON", posting_id="p1", attempts=3, raw="{")
    assert (error.posting_id, error.attempts, error.raw, error.usage.total_tokens) == ("p1", 3, "{", 0)
    assert isinstance(error, errors.EngineError)
    assert isinstance(error, errors.JdextractError)
