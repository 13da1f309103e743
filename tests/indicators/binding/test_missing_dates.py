"""Who asks for quarters of a table without dates is told what she can do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused


def refusal(folder: Path, text: str) -> str:
    """Why a file can't be broken down by quarter."""
    path = folder / "visits.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        Project.open(path).compute(by=["quarter"])
    return str(refused.value)


def test_a_column_of_dates_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    """Dates are written in two ways, so that the column was taken as text: that is the fault."""
    text = refusal(tmp_path, "id;visit date;clients\n1;2024-02-01;5\n2;15.03.2024;6\n3;31/12/2023;7\n")
    assert 'not all cells of "visit date" are dates that can be read — write all its dates in one way' in text


def test_no_date_is_named_where_there_is_none(tmp_path: Path) -> None:
    """Without a column of dates there is nothing to declare: one has to be added."""
    assert refusal(tmp_path, "id,clients\n1,5\n2,6\n").endswith(
        "visits has no date, to break down by quarter — add a column with the date of each row"
    )
