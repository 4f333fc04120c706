"""One-to-one assignment of the greatest total weight."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def assign(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Pairs ``(row, column)``, each row and column at most once, of the greatest total weight.

    Only pairs with a positive weight are made. Rows and columns that no pair joins are solved apart, so the
    cost is cubic in the largest cluster only.

    Args:
        weights: the weight of each possible pair; what is not in it is no pair.

    Source: Kuhn (1955), Naval Res. Logist. Q. 2, 83-97, in the shortest-augmenting-path form of Jonker and
    Volgenant (1987), Computing 38, 325-340.
    """
    positive = {pair: weight for pair, weight in weights.items() if weight > 0}
    pairs: list[tuple[int, int]] = []
    for rows, columns in _clusters(positive):
        cost = [[-positive.get((row, column), 0.0) for column in columns] for row in rows]
        if len(rows) <= len(columns):
            found = [(rows[i], columns[j]) for i, j in enumerate(_cheapest(cost))]
        else:
            turned = [list(column) for column in zip(*cost, strict=True)]
            found = [(rows[i], columns[j]) for j, i in enumerate(_cheapest(turned))]
        pairs += [pair for pair in found if pair in positive]
    return sorted(pairs)


def _clusters(pairs: Mapping[tuple[int, int], float]) -> list[tuple[list[int], list[int]]]:
    columns_of: dict[int, set[int]] = {}
    rows_of: dict[int, set[int]] = {}
    for row, column in pairs:
        columns_of.setdefault(row, set()).add(column)
        rows_of.setdefault(column, set()).add(row)
    clusters: list[tuple[list[int], list[int]]] = []
    waiting = set(columns_of)
    while waiting:
        rows, columns, todo = set[int](), set[int](), [min(waiting)]
        while todo:
            row = todo.pop()
            if row in rows:
                continue
            rows.add(row)
            for column in columns_of[row] - columns:
                columns.add(column)
                todo += rows_of[column] - rows
        waiting -= rows
        clusters.append((sorted(rows), sorted(columns)))
    return clusters


def _cheapest(cost: Sequence[Sequence[float]]) -> list[int]:  # noqa: C901 - the textbook form, in one piece
    """The column of each row in the cheapest full assignment; there are at least as many columns as rows."""
    rows, columns = len(cost), len(cost[0])
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; 0 is nobody
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        least = [math.inf] * (columns + 1)
        came_from = [0] * (columns + 1)
        visited = [False] * (columns + 1)
        while row_of[column]:
            visited[column] = True
            current, delta, nearest = row_of[column], math.inf, 0
            for j in range(1, columns + 1):
                if visited[j]:
                    continue
                reduced = cost[current - 1][j - 1] - row_potential[current] - column_potential[j]
                if reduced < least[j]:
                    least[j], came_from[j] = reduced, column
                if least[j] < delta:
                    delta, nearest = least[j], j
            for j in range(columns + 1):
                if visited[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    least[j] -= delta
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            chosen[row_of[column] - 1] = column - 1
    return chosen
