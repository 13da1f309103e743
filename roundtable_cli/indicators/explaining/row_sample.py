"""A random sample of the rows that are counted, to be compared with the papers that they were entered from."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from roundtable_cli.indicators.explaining.explained_rows import COUNTED, ExplainedRow
from roundtable_cli.indicators.explaining.explanation import Explanation

CATEGORY_JOINT = "; "  # between the categories of a row that is in several


class SampledRow(NamedTuple):
    """A row that was drawn: the `number`-th of `drawn` in its category, which has `rows_in_category` to draw from."""

    row: ExplainedRow
    category: str
    number: int
    drawn: int
    rows_in_category: int


def draw_rows(explanation: Explanation, size: int, seed: int) -> list[SampledRow]:
    """Some of the counted rows of an explanation, at random: `size` of each part, and of each category of its --by.

    A row that repeats someone counted before is not drawn. The same seed draws the same rows, on every engine: each row
    has a number made of the seed and its primary key, and those with the least numbers are taken. So the order of rows
    does not matter, but where a table has no primary key, or a personal one: there a row is known by its place.
    No more rows are held than are drawn.
    """
    strata: dict[tuple[str, str], list[tuple[int, int, ExplainedRow]]] = defaultdict(list)
    sizes = Counter[tuple[str, str]]()
    for order, row in enumerate(row for row in explanation.rows() if row.status == COUNTED):
        stratum = (row.part, describe_category(row))
        sizes[stratum] += 1
        # A heap gives its least first: the greatest number is to go when there is one too many.
        entry = (-_row_number(explanation, row, seed), order, row)
        if len(strata[stratum]) < size:
            heapq.heappush(strata[stratum], entry)
        else:
            heapq.heappushpop(strata[stratum], entry)
    return [*_list_rows(strata, sizes)]


def describe_category(row: ExplainedRow) -> str:
    """The categories of a row, as one text; empty where there is no breakdown."""
    return " / ".join(CATEGORY_JOINT.join(codes) for codes in row.categories)


def _row_number(explanation: Explanation, row: ExplainedRow, seed: int) -> int:
    """A number for a row that a seed makes random, and nothing else changes."""
    key = [row.cells.get(name) for name in explanation.public_keys.get(row.table, ())]
    place = [*row.location[:2], str(row.location.row)]
    identity = [f"={text}" for text in key if text] if key and all(key) else place
    digest = hashlib.sha256("\0".join([str(seed), row.part, row.table, *identity]).encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest()[:8], "big")


def _list_rows(
    strata: dict[tuple[str, str], list[tuple[int, int, ExplainedRow]]], sizes: Counter[tuple[str, str]]
) -> Iterator[SampledRow]:
    """The rows of each stratum in the order in which they were told; the strata in the order of their names."""
    for stratum in sorted(strata):
        entries = sorted(strata[stratum], key=lambda entry: entry[1])
        for number, (_, _, row) in enumerate(entries, 1):
            yield SampledRow(row, stratum[1], number, len(entries), sizes[stratum])
