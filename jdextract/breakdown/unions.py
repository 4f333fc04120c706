"""What several facts of a posting can prove: a skill with all that it implies, and sets of skills that are counted as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from jdextract.breakdown.keys import Key, Ranges
from jdextract.breakdown.mentions import Numbers


def targets_of_keys(keys: Mapping[int, Key], ranges: Ranges, unions: Mapping[str, Sequence[int]]) -> list[Numbers]:
    """What a fact of each key proves, as `Mentions.roll_up` takes it.

    What a skill implies is named with it, and demanded with it: a posting that requires Django requires Python,
    whatever else it says of Python.
    """
    joined: defaultdict[int, set[int]] = defaultdict(set)
    for position, members in enumerate(unions.values(), ranges.last_rolled - ranges.plain):
        for number in members:
            joined[number].add(position)
    numbers = {key.name: number for number, key in keys.items() if key.fact == "skill"}
    proved: dict[int, list[int]] = {}
    for number, key in keys.items():
        named = [number, *(numbers[parent] for parent in key.implied)]
        rolled = {k - ranges.plain - 1 for k in named if ranges.plain < k <= ranges.last_rolled}
        proved[number] = sorted(rolled.union(*(joined[k] for k in named)))
    targets = np.full((max(map(len, proved.values()), default=0), len(keys) + 1), -1, np.int64)
    for number, positions in proved.items():
        targets[: len(positions), number] = positions
    return list(targets)


def join_skills(keys: Mapping[int, Key]) -> dict[str, list[int]]:
    """The skills of each category and group, under ``category:…`` and ``group:…``; groups of one skill are none."""
    categories: defaultdict[str, list[int]] = defaultdict(list)
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in keys.items():
        if key.fact == "skill":
            categories[f"category:{key.category}"].append(number)
            for group in key.entry.groups if key.entry else ():
                groups[f"group:{group}"].append(number)
    return categories | {label: members for label, members in groups.items() if len(members) > 1}
