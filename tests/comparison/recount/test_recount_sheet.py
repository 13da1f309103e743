"""The sheet: what was drawn, blank cells to be filled in, and a mark of its own for each row."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.comparison.recount.recount_sheet import ANSWER_COLUMNS, KEPT_COLUMNS
from tests.comparison.recount.recount_project import draw


def test_a_row_says_where_it_stands_and_what_was_reported(tmp_path: Path) -> None:
    """File and row of the spreadsheet, the key, the value; what is to be filled in is blank."""
    rows = draw(tmp_path)
    first = rows[0]
    assert (first["file"], first["row"], first["visit"], first["value"]) == ("visits.csv", "2", "V1", "100")
    assert (first["number"], first["of"], first["rows_in_category"]) == ("1", "5", "5")
    assert not any(row[name] for row in rows for name in ANSWER_COLUMNS)
    assert {row["request"] for row in rows} == {"income --sample 5 --seed 7"}
    assert [*first][-len(KEPT_COLUMNS) :] == [*KEPT_COLUMNS]


def test_every_row_has_a_mark_of_its_own(tmp_path: Path) -> None:
    """In each category of each part of a formula too."""
    rows = draw(tmp_path, "income_each", by=("sex",))
    assert len({row["mark"] for row in rows}) == len(rows)
    assert {(row["indicator"], row["category"]) for row in rows} == {
        (code, sex) for code in ("income", "trained") for sex in "fm"
    }
