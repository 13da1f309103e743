"""Running totals are told by arithmetic alone, and no other numbers are taken for them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.profiling.running_totals import find_running_totals
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table


def found(folder: Path, text: str) -> set[str]:
    """The running totals in a file."""
    file = folder / "t.csv"
    file.write_text(text, encoding="utf-8")
    return {*find_running_totals(column_profile.profile_columns(Source(Table("t", (file,)), folder)))}


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("n,so far\n1,1\n2,3\n3,6\n4,10\n", {"so far"}),
        ("n,so far\n1.5,1.5\n2.25,3.75\n,\n3.5,7.25\n4,11.25\n", {"so far"}),
        ("place,n,so far\nA,1,1\nB,7,7\nA,2,3\nB,8,15\nA,3,6\nB,4,19\n", {"so far"}),
        ("in,out,left\n,,100\n20,,120\n,50,70\n5,1,74\n,4,70\n", {"left"}),
        ("left,in,out\n70,,4\n74,5,1\n70,,50\n120,20,\n100,,\n", {"left"}),
        ("move,left\n3,50\n-10,40\n5.5,45.5\n2,47.5\n", {"left"}),
        ("in,out,left\n,,100\n20,,120\n,50,70\n5,1,74\n,4,71\n", set()),
        ("in,out,left\n5,5,100\n2,2,100\n3,3,100\n1,1,100\n2,2,100\n", set()),
        ("n,m\n1,1\n2,3\n3,6\n4,11\n", set()),
        ("n,m\n1,1\n1,1\n1,1\n1,1\n", set()),
        ("n,m\n0,0\n0,5\n0,5\n0,5\n", set()),
        ("n,m\n1,1\n2,3\n", set()),
    ],
)
def test_each_total_is_the_one_before_and_the_number(tmp_path: Path, text: str, totals: set[str]) -> None:
    """In all rows or in those of a group; equal numbers, and too few rows, prove nothing."""
    assert found(tmp_path, text) == totals


def test_random_numbers_are_no_running_totals(tmp_path: Path) -> None:
    """Small counts that happen to add up in a row or two are none."""
    rng = random.Random(16)  # noqa: S311 - numbers for a test
    for _ in range(300):
        rows = rng.randint(3, 8)
        lines = [f"{rng.choice('AB')},{rng.randint(0, 4)},{rng.randint(0, 6)},{rng.randint(0, 9)}" for _ in range(rows)]
        assert not found(tmp_path, "place,a,b,c\n" + "\n".join(lines) + "\n")
