"""`check` tells of currencies that contradict each other, and of words that name none."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli import check_files


def findings(folder: Path, text: str) -> list[tuple[int | None, str, str]]:
    """The row, column and severity of each finding on a file."""
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    (report,) = check_files([path])
    return [(found.row, found.column, found.severity) for found in report.findings]


def test_a_column_of_two_currencies_is_told(tmp_path: Path) -> None:
    """With the row that differs."""
    assert findings(tmp_path, "id,fee\n1,$5\n2,$6\n3,€7\n") == [(4, "fee", "warning")]


def test_a_word_that_names_no_currency_is_told(tmp_path: Path) -> None:
    """Under a heading that says that there are currencies."""
    assert findings(tmp_path, "id,fee,currency\n1,5,KGS\n2,6,USD\n3,7,barter\n") == [(4, "currency", "warning")]


def test_currencies_by_row_are_nothing_wrong(tmp_path: Path) -> None:
    """However they are written."""
    assert findings(tmp_path, "id,fee,currency\n1,5,сом\n2,6,$\n3,€7,евро\n") == []


def test_two_columns_of_currencies_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    """Neither can be chosen."""
    assert findings(tmp_path, "id,fee,first,second\n1,5,KGS,USD\n2,6,EUR,USD\n") == [(None, "fee", "warning")]
