"""What commands end with, for scripts and CI."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a command ends with; part of the contract."""

    OK = 0
    FAILED_POSTINGS = 1
    USAGE = 2
    BUDGET = 3
    GATE = 4
    INTERRUPTED = 130
    TERMINATED = 143
