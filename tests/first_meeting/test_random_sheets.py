"""Random sheets, dressed as partners send them, never yield a wrong number: it is right, refused, or told.

A failure names its seed: `dress_sheet(seed)` makes the sheet again. The long run tries 500 sheets, or as many as the
environment variable RT_STATS_SHEETS says; 1,000 take a minute and a half of one core. Of twice as many it looks at
which rows are read as records, which is most of what can go wrong, and takes a sixth of the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import run_length
from tests.first_meeting import sheet_judge
from tests.first_meeting.dressed_sheet import Sheet, dress_sheet
from tests.first_meeting.sheet_judge import Judge

BLOCK, BLOCKS, LONG_BLOCK = 40, 2, 100  # sheets of a test, and how many tests; sheets of a test in the long run
LONG_BLOCKS = -(-run_length.count_trials(500, "RT_STATS_SHEETS") // LONG_BLOCK)
DEEP = 20  # each so-manieth sheet is asked for breakdowns, and by definitions written by hand
WHOLE = 40  # and for a project made of it


def judged_depth(seed: int) -> int:
    """How much is asked of the sheet of a seed."""
    return sheet_judge.ALL if not seed % WHOLE else sheet_judge.TOTALS_ALONE if seed % DEEP else sheet_judge.BREAKDOWNS


def faults_of_sheets(seeds: Iterable[int], folder: Path) -> dict[int, list[str]]:
    """What is wrong with the numbers of some sheets, by their seeds."""
    found = dict[int, list[str]]()
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        if faults := Judge(dress_sheet(seed), place).judge_sheet(judged_depth(seed)):
            found[seed] = faults
    return found


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_number_is_wrong_in_silence(block: int, tmp_path: Path) -> None:
    """Of some sheets: totals; of a few: breakdowns, hand-written definitions, and the project that `init` makes."""
    assert faults_of_sheets(range(block * BLOCK, (block + 1) * BLOCK), tmp_path) == {}


@pytest.mark.long
@pytest.mark.parametrize("block", range(LONG_BLOCKS))
def test_no_number_is_wrong_in_many_sheets(block: int, tmp_path: Path) -> None:
    """The same of many more."""
    assert faults_of_sheets(range(block * LONG_BLOCK, (block + 1) * LONG_BLOCK), tmp_path) == {}


def faults_of_rows(seeds: Iterable[int], folder: Path) -> dict[int, list[str]]:
    """Which records of some sheets are left out, and which other rows are records in silence, by their seeds."""
    found = dict[int, list[str]]()
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        if faults := Judge(dress_sheet(seed), place).judge_rows():
            found[seed] = faults
    return found


def test_no_row_is_a_record_in_silence(tmp_path: Path) -> None:
    """Nor is a record left out; of more sheets, for no number is computed."""
    assert faults_of_rows(range(100_000, 100_080), tmp_path) == {}


@pytest.mark.long
@pytest.mark.parametrize("block", range(LONG_BLOCKS))
def test_no_row_is_a_record_in_silence_in_many_sheets(block: int, tmp_path: Path) -> None:
    """The same of twice as many as are judged whole."""
    size = 2 * LONG_BLOCK
    assert faults_of_rows(range(block * size, (block + 1) * size), tmp_path) == {}


def test_most_sheets_give_numbers(tmp_path: Path) -> None:
    """The judge has something to judge: three sheets of four give numbers, five for each."""
    judges = list[Judge]()
    for seed in range(20):
        (tmp_path / str(seed)).mkdir()
        judges.append(Judge(dress_sheet(seed), tmp_path / str(seed)))
        judges[-1].judge_sheet(sheet_judge.TOTALS_ALONE)
    assert sum(judge.numbers > 0 for judge in judges) >= 15
    assert sum(judge.numbers for judge in judges) >= 60


def sheet_that_is_read() -> Sheet:
    """A plain sheet."""
    return next(sheet for seed in range(100) if len((sheet := dress_sheet(seed)).features) < 8)


def test_the_judge_finds_a_wrong_number(tmp_path: Path) -> None:
    """A record more in the file than there is makes the count wrong."""
    sheet = sheet_that_is_read()
    first, *rest = sorted(sheet.record_rows)
    assert Judge(sheet, tmp_path).judge_sheet(sheet_judge.TOTALS_ALONE) == []
    fewer = replace(sheet, record_rows=frozenset(rest))
    faults = Judge(fewer, tmp_path).judge_sheet(sheet_judge.TOTALS_ALONE)
    assert any("count" in fault for fault in faults), first


def test_the_judge_finds_a_record_in_silence_and_one_left_out(tmp_path: Path) -> None:
    """By the rows that are read alone."""
    sheet = sheet_that_is_read()
    first, *rest = sorted(sheet.record_rows)
    for rows, fault in (({*rest}, "rows are records in silence"), ({1, first, *rest}, "records are left out")):
        folder = tmp_path / str(len(rows))
        folder.mkdir()
        (found,) = Judge(replace(sheet, record_rows=frozenset(rows)), folder).judge_rows()
        assert found.startswith(fault)


def test_a_seed_makes_one_sheet() -> None:
    """A failure can be tried again."""
    assert dress_sheet(7) == dress_sheet(7)
    assert dress_sheet(7).content != dress_sheet(8).content
