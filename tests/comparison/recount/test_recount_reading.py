"""A sheet comes back as people and spreadsheets leave it; what was changed beside the answers is told, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.comparison.recount.recount_reading import parse_amounts, read_recount_sheet
from tests.comparison.recount.recount_project import SheetRow, draw, fill

Change = Callable[[list[SheetRow]], list[SheetRow]]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        *((word, True) for word in ("yes", "Да", "ООБА", "+", "1", "1.0", "TRUE", "ИСТИНА", "x")),
        *((word, False) for word in ("no", "Нет.", "жок", "туура эмес", "-", "0", "FALSE", "ЛОЖЬ")),
        ("", None),
    ],
)
def test_answers_in_three_languages(tmp_path: Path, word: str, found: bool | None) -> None:
    """In any case, as signs, and as spreadsheets write them; a blank one is none."""
    path = fill(tmp_path / "r.csv", draw(tmp_path / "p"), lambda _: {"found": word})
    assert {row.found for row in read_recount_sheet(path).rows} == {found}


def test_a_file_of_a_spreadsheet(tmp_path: Path) -> None:
    """Sorted, with semicolons, in cp1251, decimal commas, a blank line and a remark below: the same answers."""
    rows = draw(tmp_path / "p")[::-1]
    path = fill(tmp_path / "r.csv", rows, lambda _: {"value_found": "1 075,5", "remark": "проверено"}, ";")
    with path.open("a", encoding="cp1251") as file:
        file.write(";;;;\r\n\r\nПроверила Асанова;" + ";" * (len(rows[0]) - 2) + "\r\n")
    read = read_recount_sheet(path).rows
    assert [row.location.row for row in read] == [6, 5, 4, 3, 2]
    assert {(row.found, row.value_found, row.remark) for row in read} == {(True, 1075.5, "проверено")}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda rows: [*rows, rows[0]], "the row stands in row 2 too"),
        (lambda rows: [{**rows[0], "request": "income --sample 5 --seed 8"}, *rows[1:]], "several samples"),
        (lambda rows: [{**row, "request": ""} for row in rows], "no row says"),
        (lambda rows: [{**row, "request": "income of 5"} for row in rows], "nothing that rows are drawn from"),
        (lambda rows: [{key: row[key] for key in row if key != "mark"} for row in rows], '"mark" is gone'),
        (lambda rows: [{("foud" if key == "found" else key): row[key] for key in row} for row in rows], '"found"'),
        (lambda rows: [{"visit": row["visit"]} for row in rows], "no recount sheet"),
        (lambda rows: [{**row, "found": "perhaps"} for row in rows], '"perhaps" is neither yes nor no'),
        (lambda rows: [{**row, "value_found": "many"} for row in rows], '"many" is not a number'),
        (lambda rows: [{**row, "found": "no", "value_found": "5"} for row in rows], "found says no"),
    ],
)
def test_what_is_refused(tmp_path: Path, change: Change, fault: str) -> None:
    """Each with its row, and what to do."""
    path = fill(tmp_path / "r.csv", change(draw(tmp_path / "p")), lambda _: {})
    with pytest.raises(Refused, match=fault):
        read_recount_sheet(path)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1234.5", {1234.5}),
        ("1 234,5", {1234.5}),
        ("1,234.5", {1234.5}),
        ("75,5", {75.5}),
        ("-3", {-3.0}),
        ("1,777", {1.777, 1777.0}),
        ("many", set()),
        ("inf", set()),
        ("", set()),
    ],
)
def test_amounts_as_people_write_them(text: str, numbers: set[float]) -> None:
    """With either decimal mark; one mark before three digits may be of two kinds."""
    assert parse_amounts(text) == numbers


@pytest.mark.parametrize(("written", "found"), [("100", 100), ("1,777", None), ("1.777", None)])
def test_a_mark_of_two_kinds_is_settled_by_the_value(tmp_path: Path, written: str, found: float | None) -> None:
    """Where the value is one of its readings, that is meant; else it is refused."""
    rows = draw(tmp_path / "p")
    path = fill(tmp_path / "r.csv", [{**rows[0], "value": "1777"}], lambda _: {"value_found": "1,777"})
    assert read_recount_sheet(path).rows[0].value_found == 1777
    path = fill(tmp_path / "r.csv", rows[:1], lambda _: {"value_found": written})
    if found is None and written == "1,777":
        with pytest.raises(Refused, match="two ways"):
            read_recount_sheet(path)
    else:
        assert read_recount_sheet(path).rows[0].value_found == (found or 1.777)
