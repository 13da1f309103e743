"""Columns that can be read in two ways: the first text that is named, and what is offered to declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.tables.inference.test_ambiguity import DAY, judged, source
from tests.tables.workbooks import xlsx

TWO_WAYS = [
    (["-", "567", "1,234"], 4, '"1,234" can be a number with a comma', ['"groupChar": ","', '"decimalChar": ","']),
    (["5", "1,234 сом"], 3, '"1,234 сом" can be a number with a comma between', ['"bareNumber": false']),
    (["05/05/2018", "05/02/2018"], 3, '"05/02/2018" can be a date with the day first', ["%d/%m/%Y", "%m/%d/%Y"]),
    (["05-02-2018"], 2, '"05-02-2018" can be a date with the day first', ["%d-%m-%Y", "%m-%d-%Y"]),
    ([DAY, "05/02/2018"], 3, '"05/02/2018" can be a date with the day first', ["%d/%m/%Y"]),
    ([1.5, "-", "1.234"], 4, '"1.234" can be a number with a point', ['"groupChar": "." and "decimalChar": ","']),
    ([1.234, "1.234"], 3, '"1.234" can be a number with a point between', ['or "decimalChar": "."']),
    ([0.5, "-", "60%"], 4, '"60%" has a percent sign, and other cells have none', ["in all cells or in none"]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "row", "fault", "ways"), TWO_WAYS)
def test_the_first_text_of_two_readings_is_named(
    tmp_path: Path, cells: list[object], row: int, fault: str, ways: list[str]
) -> None:
    """With the mark that is in question, and with what declares each of the readings."""
    found = source(tmp_path, xlsx([["c", "id"], *([cell, number] for number, cell in enumerate(cells))]), "t.xlsx")
    field = judged(found, "c")
    finding = ambiguous_columns.describe_ambiguity(found, field)
    assert finding.code == f"ambiguous-{field.ambiguous}"
    assert (finding.row, finding.column) == (row, "c")
    assert finding.fault.startswith(fault)
    assert all(way in finding.remedy for way in ways), finding.remedy
    assert ("%d/%m/%Y" in finding.remedy) == ("/" in fault)


def test_what_is_declared_missing_is_not_named(tmp_path: Path) -> None:
    """Though it would have two readings."""
    path = tmp_path / "t.csv"
    path.write_text('c,id\n"9,999",1\n"1,234",2\n', encoding="utf-8")
    found = Source(Table("t", (path,), missing_values=("", "9,999")), tmp_path)
    assert ambiguous_columns.describe_ambiguity(found, found.get_field("c")).row == 3


def test_no_personal_value_is_named(tmp_path: Path) -> None:
    """Nor is it where it has two readings."""
    found = source(tmp_path, 'c,id\n"1,234",1\n')
    assert ambiguous_columns.describe_ambiguity(found, found.get_field("c")._replace(personal=True)).fault.startswith(
        "the value can be"
    )
