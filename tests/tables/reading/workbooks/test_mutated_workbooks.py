"""Damaged workbooks are refused, or read right; none ends the program, keeps it for ever, or gives a wrong number.

A failure names its seed: `mutate_workbook(seed)` makes the workbook again. The long run tries 1,000, or as many as the
environment variable RT_STATS_WORKBOOKS says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.separate_process.reading_process import WORKBOOK_READER
from tests import run_length
from tests.tables.reading.workbooks import workbook_judge
from tests.tables.reading.workbooks.mutated_workbooks import (
    MutatedWorkbook,
    mutate_workbook,
    unpack_parts,
    whole_workbooks,
)
from tests.tables.workbooks import archive

FEW, BLOCK = 60, 250  # workbooks of the usual run, and of each test of the long one
BLOCKS = -(-run_length.count_trials(1000, "RT_STATS_WORKBOOKS") // BLOCK)


def faults_of_workbooks(seeds: Iterable[int]) -> dict[int, str]:
    """What is wrong with what is read, by seeds."""
    faults = {seed: workbook_judge.judge_workbook(mutate_workbook(seed)) for seed in seeds}
    return {seed: fault for seed, fault in faults.items() if fault}


def test_no_damaged_workbook_gives_a_wrong_number() -> None:
    """Of some, with a fixed seed."""
    assert faults_of_workbooks(range(FEW)) == {}


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
def test_none_of_many_damaged_workbooks_gives_a_wrong_number(block: int) -> None:
    """The same of many more."""
    assert faults_of_workbooks(range(block * BLOCK, (block + 1) * BLOCK)) == {}


def test_some_damaged_workbooks_are_read() -> None:
    """The judge has something to judge: of each kind some are read, and some are refused."""
    found = Counter[tuple[str, bool]]()
    for seed in range(FEW):
        mutated = mutate_workbook(seed)
        try:
            WORKBOOK_READER.read_workbook(mutated.content)
            found[mutated.kind, True] += 1
        except Refused:
            found[mutated.kind, False] += 1
    assert {kind for kind, _ in found} == {*whole_workbooks()}
    assert 10 < sum(times for (_, is_read), times in found.items() if is_read) < FEW - 10


def test_the_judge_finds_a_wrong_number() -> None:
    """Another number is a fault, but where the XML of a whole archive says so."""
    parts = unpack_parts(whole_workbooks()["ods"])
    parts["content.xml"] = parts["content.xml"].replace(b'office:value="1.5"', b'office:value="2.5"')
    changed = archive(parts)
    assert "2.5, not 1.5" in workbook_judge.judge_workbook(MutatedWorkbook("ods", changed, is_repacked=False))
    assert workbook_judge.judge_workbook(MutatedWorkbook("ods", changed, is_repacked=True)) == ""


def test_a_seed_makes_one_workbook() -> None:
    """A failure can be tried again."""
    assert mutate_workbook(7) == mutate_workbook(7)
    assert mutate_workbook(7) != mutate_workbook(8)
