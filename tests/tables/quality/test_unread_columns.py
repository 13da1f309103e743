"""A column whose heading lets expect numbers or dates, and which is text, is told with the cell that makes it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.checking.project_check import check_files


def told(folder: Path, heading: str, cells: list[str]) -> list[tuple[int | None, str]]:
    """What `check` says of a column being text: the row, and the cell."""
    file = folder / "t.csv"
    file.write_text(f"id;{heading}\n" + "".join(f"A{n};{cell}\n" for n, cell in enumerate(cells)), encoding="utf-8")
    (report,) = check_files([file])
    found = [finding for finding in report.findings if "is taken as text" in finding.fault]
    return [(finding.row, finding.fault.split('"')[1]) for finding in found]


@pytest.mark.parametrize(
    ("heading", "cells", "row"),
    [
        ("kits", ["5", "six", "7"], 3),
        ("kits", ["5 шт", "6 шт"], 2),
        ("amount_usd", ["inf", "5"], 2),
        ("amount_usd", ["1e400", "5"], 2),
        ("people", ["~100", "150", ">200", "120-130"], 2),
        ("Сумма", ["1.2 млн сом", "300000 сом"], 2),
        ("date", ["00.00.0000", "01.02.2023", "30.02.2023", "13.02.2023"], 2),
        ("date", ["45292", "45293", "01.02.2024"], 2),
        ("Дата", ["01/02/23", "13/02/23"], 2),
        ("dates", ["12-14.03.2024", "1-2.04.2024"], 2),
        ("date", ["01022024", "02022024"], 2),
    ],
)
def test_the_first_cell_that_makes_it_text_is_told(tmp_path: Path, heading: str, cells: list[str], row: int) -> None:
    """In one line for the column, under the numbers of a file alone too."""
    assert told(tmp_path, heading, cells) == [(row, cells[row - 2])]
    assert any("is taken as text" in doubt.fault for doubt in Project.open(tmp_path / "t.csv").doubts)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("kits", ["5", "6", "7"]),
        ("households", ["HH01", "HH02", "HH03"]),
        ("participants", ["Асанов, Бекова", "Бекова"]),
        ("households", ["1-5", "6-10", "11-15+"]),
        ("hours", ["9:00-17:00", "10:00-18:00"]),
        ("case_no", ["12/1", "12/2"]),
        ("staff", ["000512", "000513"]),
        ("x", ["5 шт", "6 шт"]),
        ("date", ["не указано", ""]),
        ("date", ["31.12.2023", "01.02.2024"]),
    ],
)
def test_texts_that_are_meant_are_not(tmp_path: Path, heading: str, cells: list[str]) -> None:
    """Codes, names, spans, times; and what its heading says nothing of."""
    assert told(tmp_path, heading, cells) == []
